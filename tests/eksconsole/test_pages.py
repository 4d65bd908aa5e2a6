"""Requests share a few lasting threads; asynchronous views and streams still work."""

from __future__ import annotations

import asyncio
import threading

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.urls import path

from eksconsole import urls
from eksconsole.pages import THREADS, Pages
from tests.eksconsole.asgi_client import ask

pytestmark = pytest.mark.urls(__name__)


def which_thread(request):
    return HttpResponse(threading.current_thread().name)


async def counts(request):
    async def lines():
        for number in range(3):
            await asyncio.sleep(0)
            yield f"{number}\n"

    return StreamingHttpResponse(lines())


urlpatterns = [
    path("thread", which_thread),
    path("counts", counts),
    *urls.urlpatterns,
]


@pytest.fixture(scope="module")
def pages():
    return Pages()


async def test_views_run_in_lasting_threads(pages):
    answers = [await ask(pages, "/thread") for _ in range(3 * THREADS)]

    names = {answer.body.decode() for answer in answers}
    assert len(names) <= THREADS
    assert all(name.startswith("pages-") for name in names)


async def test_requests_at_once_are_spread_over_the_threads(pages):
    answers = await asyncio.gather(*(ask(pages, "/thread") for _ in range(THREADS)))

    assert len({answer.body for answer in answers}) == THREADS


async def test_an_asynchronous_view_may_stream(pages):
    assert (await ask(pages, "/counts")).body == b"0\n1\n2\n"


async def test_the_middleware_speaks(pages):
    answer = await ask(pages, "/thread")

    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Frame-Options"] == "DENY"


async def test_what_is_not_there_is_404(pages):
    assert (await ask(pages, "/nowhere")).status == 404
