"""Every write to views and dashboards."""
