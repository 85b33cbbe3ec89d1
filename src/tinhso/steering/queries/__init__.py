"""Reads over plans, their targets, tasks and reports."""
