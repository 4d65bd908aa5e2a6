"""sed's language: reading a script, and running it over lines."""
