"""What happened in this room (thông báo)."""
