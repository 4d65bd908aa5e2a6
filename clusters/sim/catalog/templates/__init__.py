"""CloudFormation templates of our own, served at /templates/."""

from __future__ import annotations

from importlib.resources import files

NAMES = ("eks-vpc.yaml", "eks-nodes.yaml")


def read(name: str) -> str:
    """A template's text, by file name."""
    return files(__name__).joinpath(name).read_text(encoding="utf-8")


def find(name: str) -> str | None:
    """A template's text, or None when there is no template of this name."""
    return read(name) if name in NAMES else None
