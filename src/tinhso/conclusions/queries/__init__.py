"""Reads over minutes, ballots and conclusions."""
