"""awk's language, as far as one-liners go: patterns, print, printf, sums."""
