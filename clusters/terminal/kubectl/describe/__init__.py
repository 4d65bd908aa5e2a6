"""What `kubectl describe` prints: one file for each kind that it knows closely."""
