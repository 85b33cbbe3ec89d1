"""Verbs: every write of this room."""
