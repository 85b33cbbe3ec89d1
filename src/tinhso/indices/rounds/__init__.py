"""Rounds in which a province scores itself: self-score, verification, appeal, publication."""
