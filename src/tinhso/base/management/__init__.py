"""Commands of Django that every deployment and every test run uses through this floor."""
