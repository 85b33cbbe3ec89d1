"""Reads over gates, their rules, and their lines."""
