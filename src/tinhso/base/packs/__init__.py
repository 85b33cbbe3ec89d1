"""Packs: what a province decides, as files. See README.md."""
