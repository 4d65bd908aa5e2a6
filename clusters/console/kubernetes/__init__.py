"""A cluster's objects as the console lists, shows, edits and deletes them."""
