"""The copies of the figures in files: what is spoken, written, published and read again. See README.md."""
