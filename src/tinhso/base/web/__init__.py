"""What every room's pages share: shells, components, tables, filters, exports, error pages. See README.md."""
