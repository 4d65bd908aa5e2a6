"""Our own kubectl: a client of the Kubernetes door; the real one is its judge."""
