"""The browser of all tests that look at pages, and of `make screenshots`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright


@contextmanager
def launched(program: str) -> Iterator[Browser]:
    """A Chromium as long as the block.

    Playwright keeps an event loop running in this thread meanwhile: whoever has tests
    with a loop of their own after it must have left the block by then.
    """
    args = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=program, args=args)
        yield found
        found.close()
