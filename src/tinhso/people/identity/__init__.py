"""Signing in through an outside provider (OpenID Connect): a provider is configuration."""
