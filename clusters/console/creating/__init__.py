"""The create wizard behind its pages: the draft, what blocks it, what is risky."""
