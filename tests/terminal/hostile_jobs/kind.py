"""A job as it should be."""

from __future__ import annotations

import os


def run(given, talk):
    talk.err("asking\n")
    talk.out(talk.ask({"what": "a name"})["name"])
    talk.changed = given.get("changed", {})
    if "environment" in given:
        talk.out(repr(sorted(os.environ)))
    return given.get("code", 0)
