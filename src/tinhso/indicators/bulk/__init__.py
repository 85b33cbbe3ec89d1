"""Many figures at once."""
