"""Background work in PostgreSQL. See README.md."""
