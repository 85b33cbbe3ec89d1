"""Files people send, kept by their content. See README.md."""
