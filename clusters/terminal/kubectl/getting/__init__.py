"""kubectl get: what is asked for, tables, sorting, watching."""
