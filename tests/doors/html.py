"""What a strict policy forbids in HTML, found by reading it as a browser would."""

from __future__ import annotations

from html.parser import HTMLParser


class Forbidden(HTMLParser):
    """Collects inline styles, scripts and handlers, and where things come from."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "style" or (tag == "script" and not named.get("src")):
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            if name == "style" or name.startswith(("on", "hx-on")):
                self.found.append(f"{tag} {name}")
            if (value or "").lstrip().lower().startswith(("javascript:", "js:")):
                self.found.append(f"{tag} {name}={value}")
            loads = name in ("src", "action") or (tag, name) == ("link", "href")
            if loads and (value or "").startswith(("//", "http:", "https:")):
                self.found.append(f"{tag} {name}={value}")


def forbidden(html: str) -> list[str]:
    reader = Forbidden()
    reader.feed(html)
    return reader.found
