"""Every write to templates, reports and contributions."""
