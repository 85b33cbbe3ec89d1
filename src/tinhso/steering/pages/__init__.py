"""Pages of plans, targets, tasks and reports: thin faces over queries and actions."""
