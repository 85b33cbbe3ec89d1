"""What happened in this room (kết luận)."""
