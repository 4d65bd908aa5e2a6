"""Nodes and node groups: rows, forms, draining, and why a node does not join."""
