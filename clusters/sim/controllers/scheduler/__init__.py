"""The scheduler: finds each new Pod a node, or says for every node why not."""
