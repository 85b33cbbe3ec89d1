"""Verbs of this room: reading, arranging, looking after channels."""
