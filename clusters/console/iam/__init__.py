"""Roles, policies and access entries, in words and as forms."""
