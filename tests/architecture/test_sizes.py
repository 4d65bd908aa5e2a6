"""No giant files: past a size, a noun is hiding inside."""

from __future__ import annotations

import re
from pathlib import Path

from eksconsole.home import REPOSITORY

PACKAGES = ("eksconsole", "clusters", "lessons", "tests")


def sources(pattern: str, *folders: str) -> list[Path]:
    return [
        path
        for folder in folders
        for path in sorted((REPOSITORY / folder).rglob(pattern))
        if "migrations" not in path.parts
    ]


def too_long(paths: list[Path], limit: int) -> list[str]:
    sizes = [(path, len(path.read_text().splitlines())) for path in paths]
    return [
        f"{path.relative_to(REPOSITORY)}: {size} lines, at most {limit}"
        for path, size in sizes
        if size > limit
    ]


def test_no_python_file_is_longer_than_400_lines():
    assert too_long(sources("*.py", *PACKAGES), 400) == []


def test_no_template_is_longer_than_250_lines():
    assert too_long(sources("*.html", "templates"), 250) == []


def test_models_store_and_do_not_behave():
    assert too_long(sources("models.py", *PACKAGES), 199) == []


def test_no_file_is_called_after_nothing_in_particular():
    vague = {"utils", "helpers", "responses", "services", "common", "misc"}

    assert [str(p) for p in sources("*.py", *PACKAGES) if p.stem in vague] == []


def test_each_module_says_what_it_is_for():
    silent = [
        str(path.relative_to(REPOSITORY))
        for path in sources("*.py", "eksconsole", "clusters", "lessons")
        if not re.match(r'"""[^\s"]', path.read_text())
    ]

    assert silent == []
