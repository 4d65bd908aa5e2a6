"""Deleting a cluster, and what stays behind."""
