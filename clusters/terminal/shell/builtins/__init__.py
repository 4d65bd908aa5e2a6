"""One file a group of builtins; each registers itself by the word that runs it."""
