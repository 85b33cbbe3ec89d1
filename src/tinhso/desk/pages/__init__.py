"""The pages of the desk itself: the leaders' screen and the search over everything."""
