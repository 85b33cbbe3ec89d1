"""Tỉnh Số: the platform on which a province steers and delivers its digital transformation.

Digital transformation is chuyển đổi số, CĐS for short.
"""

__version__ = "0.1.0"
