"""One module a command, by Django's plan."""
