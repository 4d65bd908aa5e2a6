"""The simulated network as a terminal meets it: names, ways, and what answers."""
