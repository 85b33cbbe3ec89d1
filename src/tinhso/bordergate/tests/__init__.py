"""Tests of this room on a real database."""
