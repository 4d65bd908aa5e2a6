"""Bundles: what every page loads, in one small file of each sort, made when collected.

The sources stay many and readable; a browser asks three times instead of twenty. A
bundle's parts are folders and files below `static/`, joined in order of their names.
`later` is what no first view needs: the page asks for it once it is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import rcssmin
import rjsmin
from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage

BUNDLES = {
    "bundle/site.css": ("css/console.css", "css/areas"),
    "bundle/icons.css": ("css/icons.css",),
    "bundle/site.js": ("js/console.js", "js/live.js", "js/areas"),
    "bundle/later.js": ("js/later",),
    "bundle/vendor.js": (
        "vendor/htmx-2.0.11/htmx.min.js",
        "vendor/idiomorph-0.8.0/idiomorph-ext.min.js",
    ),
}


def _as_it_is(text: str) -> str:
    return text


SMALLER: dict[str, Callable[[str], str]] = {
    "bundle/site.css": rcssmin.cssmin,
    "bundle/icons.css": rcssmin.cssmin,
    "bundle/site.js": rjsmin.jsmin,
    "bundle/later.js": rjsmin.jsmin,
    "bundle/vendor.js": _as_it_is,
}


def parts(name: str, root: Path) -> list[Path]:
    """The files of a bundle, in the order in which a browser shall read them."""
    found: list[Path] = []
    for part in BUNDLES[name]:
        path = root / part
        folder = not path.suffix
        found += sorted(path.glob(f"*{Path(name).suffix}")) if folder else [path]
    return found


def text_of(name: str, root: Path) -> str:
    """A bundle's text; each script ends its last statement."""
    end = "\n;\n" if name.endswith(".js") else "\n"
    joined = end.join(path.read_text() for path in parts(name, root))
    return SMALLER[name](joined)


class Bundled(Storage):
    """The bundles as files that can be collected, but not written."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.prefix = ""

    def _open(self, name: str, mode: str = "rb") -> File[bytes]:  # noqa: ARG002
        return ContentFile(text_of(name, self.root).encode(), name)

    def path(self, name: str) -> str:
        """What the collecting is said to copy: there is no such file."""
        return name

    def exists(self, name: str) -> bool:
        return name in BUNDLES


class BundleFinder(BaseFinder):
    """Offers the bundles to `collectstatic` beside the files they are made of."""

    def __init__(self, *_args: Any, **_kwargs: Any) -> None:
        self.storage = Bundled(Path(settings.BASE_DIR) / "static")

    def find(self, path: str, *_args: Any, **_kwargs: Any) -> Any:  # noqa: ARG002
        """No bundle has a path of its own: it exists once it is collected."""
        return []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[Any]:  # noqa: ARG002
        for name in BUNDLES:
            yield name, self.storage
