"""The briefing pack of a meeting (tài liệu phục vụ họp), made in one click from what the rooms below know."""
