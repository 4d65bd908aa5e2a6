"""Commands of the simulated cloud."""
