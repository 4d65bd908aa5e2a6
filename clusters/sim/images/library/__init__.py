"""One file per family of images: what it holds and what it runs."""
