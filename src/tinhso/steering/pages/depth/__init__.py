"""Pages of tasks in depth: what stands inside a task, splitting, hand-overs, patterns."""
