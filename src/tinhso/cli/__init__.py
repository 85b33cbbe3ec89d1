"""The command line. See README.md and docs/cli.md."""
