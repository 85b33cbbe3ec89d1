"""What a gate decides, as pure functions: no Django, no clock, no database."""
