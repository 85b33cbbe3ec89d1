"""What happened in this room (lấy ý kiến)."""
