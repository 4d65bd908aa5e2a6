"""What the small programs have alike: their flags, what they read, their patterns."""
