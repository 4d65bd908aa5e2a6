"""The four getting-started steps: how each is taken, and how it stands."""
