"""Pages of notices: one's own, and those of whoever looks after channels."""
