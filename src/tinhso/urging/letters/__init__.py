"""Urging letters: gathering late tasks, setting the paper, and what agencies answer."""
