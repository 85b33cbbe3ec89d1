"""Ways to somebody, as a family of plug-ins. See `base`, `registry`, `service`, `contrib`."""
