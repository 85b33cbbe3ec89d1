"""Tests of the rules' arithmetic."""
