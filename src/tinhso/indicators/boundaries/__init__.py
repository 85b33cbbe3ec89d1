"""Figures under the boundaries of any date."""
