"""Figures out to a file and in again: CSV, XLSX, JSON, JSON lines; nothing of a file is guessed."""
