"""Levels of approval: whose turn it is, queues, standings."""
