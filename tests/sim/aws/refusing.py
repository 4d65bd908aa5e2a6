"""Saying in a test what a call is refused with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from clusters.sim.errors import Refusal


@contextmanager
def refuses(code: str, message: str = "", status: int | None = None) -> Iterator[None]:
    with pytest.raises(Refusal) as caught:
        yield
    assert caught.value.code == code
    assert message in caught.value.message
    if status is not None:
        assert caught.value.status == status
