"""What happened in this room (đôn đốc)."""
