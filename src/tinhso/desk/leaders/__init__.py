"""The leaders' screen (màn hình điều hành): what it says, computed in a fixed number of queries."""
