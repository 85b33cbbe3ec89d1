"""Verbs of consultation: drafting, asking, commenting, answering, finishing."""
