"""What happened in this room (phiên họp)."""
