"""What a service refuses: its own words, and a sentence of explanation."""
