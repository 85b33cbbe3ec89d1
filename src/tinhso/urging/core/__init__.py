"""The arithmetic of urging: pure, without a database."""
