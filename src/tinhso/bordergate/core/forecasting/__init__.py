"""When a vehicle will be through (dự báo thời gian qua cửa khẩu): fluid, PSFFA, an event kernel,
intervals.
"""
