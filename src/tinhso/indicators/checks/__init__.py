"""Rules that figures must stand before (quy tắc kiểm tra), written by a province as data.

`core` is pure arithmetic; beside it stands what reads the database, words findings and answers pages.
"""
