"""The architecture map and its inspector."""
