"""What would have been sent, on a page."""
