"""What is aimed at, by plans and outside them."""
