"""Values of derived indicators, and of longer periods from shorter ones."""
