"""Typed domain events in an outbox. See README.md."""
