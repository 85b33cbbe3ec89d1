"""Engines that answer one plan each in its own way, and must give the same."""
