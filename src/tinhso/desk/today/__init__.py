"""What leaders steer today (điều hành hôm nay): what waits for a decision, and who owes what."""
