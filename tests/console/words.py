"""What a page says, as a reader of its text gets it."""

from __future__ import annotations

import html
import re


def text_of(page: str) -> str:
    """The words of a page's main part, with single spaces."""
    main = page.partition("<main")[2]
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", main)).split())
