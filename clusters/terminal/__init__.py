"""DOOR: the terminal in the page. It decodes what is typed and asks the other doors."""
