"""Figures on maps: shaded units and circles, one picture a period, beside the list that says the same."""
