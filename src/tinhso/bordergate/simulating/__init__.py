"""A simulated day: made traffic, driven through the same actions that people use."""
