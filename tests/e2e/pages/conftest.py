"""One filled installation and one browser for all that looks at pages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.e2e.chromium import launched
from tests.e2e.pages.prepared import Prepared, prepared
from tests.e2e.pages.visit import Visitor


@pytest.fixture(scope="package")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prepared]:
    with prepared(tmp_path_factory.mktemp("home")) as found:
        yield found


@pytest.fixture(scope="package")
def browser(chromium: str) -> Iterator[Browser]:
    with launched(chromium) as found:
        yield found


@pytest.fixture
def visitor(filled: Prepared, browser: Browser) -> Visitor:
    return Visitor(filled, browser)
