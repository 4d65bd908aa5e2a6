"""The DaemonSet controller: one Pod on every node that will have it."""
