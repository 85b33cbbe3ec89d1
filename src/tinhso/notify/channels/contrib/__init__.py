"""The channels that come with the product."""
