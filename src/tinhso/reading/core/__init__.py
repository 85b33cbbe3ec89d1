"""The reader itself: text in, figures, named documents and contradictions out. Knows no Django."""
