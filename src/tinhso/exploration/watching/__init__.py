"""Watching figures (danh mục theo dõi): a threshold, where it stands, an alert each time it is crossed."""
