"""What happened in this room (báo cáo)."""
