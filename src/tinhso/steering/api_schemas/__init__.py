"""What the API tells and takes of plans, targets, tasks and reports."""
