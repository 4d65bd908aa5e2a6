"""One file a command of kubectl, or a family of them; each registers itself."""
