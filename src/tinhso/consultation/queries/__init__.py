"""Reads: drafts with their versions, rounds with who was asked, comments with their answers."""
