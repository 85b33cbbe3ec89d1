"""How indicators are laid down by date."""
