"""The node controller: which nodes are heard of, and what becomes of their Pods."""
