"""From a template's nodes to figures: what must be read, reading it in few statements, saying it in words."""
