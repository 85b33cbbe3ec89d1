"""Who was asked for which figures, and what came in when."""
