"""Tỉnh Số: the platform on which a province steers and delivers its digital transformation (chuyển đổi số)."""

__version__ = "0.1.0"
