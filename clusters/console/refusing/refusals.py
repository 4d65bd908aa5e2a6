"""Each refusal in one sentence more: what it means, and what to do next.

The service's own code and words are always shown as they are; this stands beside them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from clusters.console.refusing.refusal_codes import (
    BROKEN,
    BY_CODE,
    BY_STATUS,
    OTHERWISE,
)
from clusters.console.refusing.refusal_words import BY_WORDS
from clusters.sim.errors import Refusal

SERVER_ERROR = 500
PAGES = {
    "clusters": "Your clusters",
    "connect": "Connect your tools",
    "getting-started": "Getting started",
    "roles": "IAM roles",
    "stacks": "CloudFormation stacks",
}
"""The pages that a sentence may lead to, by their address's name."""


@dataclass(frozen=True)
class Explanation:
    """What a refusal means. `view` is the address of the page that helps, if one does."""

    text: str
    view: str = ""

    @property
    def page(self) -> str:
        return PAGES.get(self.view, "")


def explained(code: str, message: str = "", status: int = 400) -> Explanation:
    """The sentence for a refusal: by its words, by its code, by HTTP's class."""
    found = _by_words(code, message) or known(code)
    if found is not None:
        return found
    otherwise = BROKEN if status >= SERVER_ERROR else OTHERWISE
    return Explanation(BY_STATUS.get(status, otherwise))


def _by_words(code: str, message: str) -> Explanation | None:
    for codes, rules in BY_WORDS:
        if not re.fullmatch(codes, code):
            continue
        for rule, text, view in rules:
            if re.search(rule, message):
                return Explanation(text, view)
    return None


def known(code: str) -> Explanation | None:
    """The sentence for a code alone; None for one that has none."""
    for rule, text, view in BY_CODE:
        if re.fullmatch(rule, code):
            return Explanation(text, view)
    return None


def about(refusal: Refusal | Mapping[str, Any]) -> Explanation:
    """The sentence for what a page was refused: the Refusal, or its code and message."""
    if isinstance(refusal, Refusal):
        return explained(refusal.code, refusal.message, refusal.status)
    return explained(str(refusal["code"]), str(refusal["message"]))
