"""The connection test: for everybody, without a sandbox, and half of it without script."""

from __future__ import annotations

import json

from asgiref.testing import ApplicationCommunicator
from channels.routing import URLRouter
from django.test import AsyncClient

from clusters.live import check, consumer


def test_it_needs_no_sandbox_and_names_both_doors(outsider, settings):
    settings.KUBE_URL = "https://kube.example:8443"

    page = outsider.get("/check/").content.decode()

    assert "curl -k https://kube.example:8443/healthz" in page


def test_without_script_a_second_request_tells_of_cookies(outsider):
    assert "one more step" in outsider.get("/check/").content.decode()

    assert "Cookies work" in outsider.get("/check/?again=1").content.decode()

    outsider.cookies.clear()
    assert "do not come back" in outsider.get("/check/?again=1").content.decode()


def test_a_request_of_a_script_tells_the_time_and_whether_the_cookie_came(outsider):
    assert outsider.get("/check/ask/").json()["cookie"] is False
    outsider.get("/check/")

    answer = outsider.get("/check/ask/")

    assert answer.json()["cookie"] is True
    assert answer.json()["now"] > 1_700_000_000
    assert "no-store" in answer["Cache-Control"]


async def test_the_stream_brings_numbered_lines(monkeypatch):
    monkeypatch.setattr(check, "GAP_SECONDS", 0.0)

    answer = await AsyncClient().get("/check/stream/")
    lines = [line.decode() async for line in answer.streaming_content]

    numbers = [json.loads(line.removeprefix("data: "))["line"] for line in lines]
    assert numbers == [1, 2, 3]
    assert answer["Content-Encoding"] == "identity"


def line():
    scope = {
        "type": "websocket",
        "path": "/check/socket/",
        "headers": [],
        "query_string": b"",
        "subprotocols": [],
    }
    return ApplicationCommunicator(URLRouter(consumer.urlpatterns), scope)


async def opened():
    link = line()
    await link.send_input({"type": "websocket.connect"})
    assert (await link.receive_output(5))["type"] == "websocket.accept"
    return link


async def test_the_socket_says_one_thing_back_and_closes():
    link = await opened()
    await link.send_input({"type": "websocket.receive", "text": "hello" + "x" * 1000})

    said = await link.receive_output(5)

    assert said["text"].startswith("hello")
    assert len(said["text"]) == check.LONGEST_ECHO
    assert (await link.receive_output(5))["type"] == "websocket.close"
    await link.wait(5)


async def test_a_socket_that_says_nothing_is_closed(monkeypatch):
    monkeypatch.setattr(check, "SOCKET_SECONDS", 0.01)
    link = await opened()

    kinds = [(await link.receive_output(5))["type"] for _ in range(2)]

    assert kinds[-1] == "websocket.close"
    await link.wait(5)
