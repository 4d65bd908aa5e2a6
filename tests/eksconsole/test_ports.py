"""A port that is taken is replaced by the next free one."""

from __future__ import annotations

from contextlib import closing

import pytest

from eksconsole.ports import hosts, listen, listeners


@pytest.fixture
def taken():
    """A port that somebody else holds."""
    (listening,) = listeners("0.0.0.0", 0)  # noqa: S104  (to be in the way)
    with closing(listening):
        yield listening.getsockname()[1]


def test_the_next_free_port_is_found(taken):
    found, sockets = listen("127.0.0.1", taken)

    for listening in sockets:
        listening.close()
    assert found > taken


def test_localhost_is_served_by_both_protocols_where_there_are_both():
    assert hosts("127.0.0.1")[0] == "127.0.0.1"
    assert set(hosts("127.0.0.1")) <= {"127.0.0.1", "::1"}


def test_an_address_for_a_class_is_served_as_it_is():
    assert hosts("192.0.2.7") == ["192.0.2.7"]
