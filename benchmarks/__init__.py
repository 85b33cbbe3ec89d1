"""Measurements of the running product: `./run bench`. See docs/benchmarks.md."""
