"""A run of urging: what is due to be told, to whom, and telling it once."""
