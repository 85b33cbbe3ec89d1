"""Composite indices as frozen data, and what follows from them by arithmetic alone. Knows no Django."""
