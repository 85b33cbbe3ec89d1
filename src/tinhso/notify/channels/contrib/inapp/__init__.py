"""The inbox inside the product."""
