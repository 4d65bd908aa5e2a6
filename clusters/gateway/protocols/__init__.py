"""The four wire formats of AWS services, each a parser and a writer."""

from __future__ import annotations
