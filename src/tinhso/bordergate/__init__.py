"""The digital border gate (cửa khẩu số): declarations, visits, a queue anyone can check."""
