"""One file a program; each registers itself by the word that runs it."""
