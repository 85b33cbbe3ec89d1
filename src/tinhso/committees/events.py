"""What happened in this room (ban chỉ đạo)."""
