"""Zalo messages through a provider's gateway."""
