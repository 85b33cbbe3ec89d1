"""Pages of reports: thin faces over queries and actions."""
