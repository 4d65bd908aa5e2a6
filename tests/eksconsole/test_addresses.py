"""Links, allowed hosts and the certificate's names follow BIND and PUBLIC_URL."""

from __future__ import annotations

import socket

import pytest

from eksconsole.addresses import bracketed, names, public_name

ALONE = ["localhost", "127.0.0.1", "::1", socket.gethostname().lower()]


def test_alone_it_answers_to_this_machine_only():
    assert names("127.0.0.1", "http://localhost:8000") == ALONE


def test_a_public_url_adds_its_host():
    assert names("127.0.0.1", "https://class.example:9000") == [*ALONE, "class.example"]


def test_an_address_to_bind_is_a_name_too():
    assert names("192.0.2.7") == [*ALONE, "192.0.2.7"]


def test_everywhere_is_no_name():
    assert "0.0.0.0" not in names("0.0.0.0")  # noqa: S104


@pytest.mark.parametrize(
    ("bind", "name"),
    [("", "localhost"), ("127.0.0.1", "localhost"), ("192.0.2.7", "192.0.2.7")],
)
def test_links_name_the_bound_address(bind, name):
    assert public_name(bind) == name


def test_ipv6_stands_in_brackets():
    assert bracketed("::1") == "[::1]"
    assert bracketed("localhost") == "localhost"
