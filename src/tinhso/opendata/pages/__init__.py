"""Pages of open data: for everybody, and for those who publish."""
