"""Reading reports (đọc báo cáo): figures out of administrative prose, checked, confirmed by a person."""
