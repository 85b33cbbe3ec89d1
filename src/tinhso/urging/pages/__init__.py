"""Pages of urging."""
