"""The terminal's page, its panel for the dock, and the form where no socket opens."""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import AsyncIterator
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from clusters.console.access import Visit, for_request
from clusters.console.drawing import REFUSED, page
from clusters.terminal import after, messages, pace, people, runner, samples, store
from clusters.terminal.entries import shown
from clusters.terminal.files import HOME, FileError, Files, resolved
from clusters.terminal.following import told
from clusters.terminal.runner import Run
from clusters.terminal.store import Entry

STREAM = "application/x-ndjson"
WAIT_SECONDS = 3.0
"""A page without script waits so long for a line; then it says that it still runs."""
LONGEST_PATH = 1024


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def terminal(request: HttpRequest, sandbox: str) -> HttpResponseBase:
    if request.method == "POST":
        return _run(request, sandbox)
    visit = for_request(request, sandbox)
    return _page(visit, line=request.GET.get("line", "")[: pace.LONGEST_LINE])


@never_cache
@require_safe
def panel(request: HttpRequest, sandbox: str) -> HttpResponse:
    """The terminal alone, for the dock of another page."""
    visit = for_request(request, sandbox)
    context = {"sandbox": visit.place, "mine": visit.mine, **_context(visit)}
    return render(request, "terminal/term.html", context)


@require_POST
def save(request: HttpRequest, sandbox: str) -> HttpResponse:
    """Keep a file that was edited, or give it to the line that waits for it."""
    visit = for_request(request, sandbox, write=True)
    path = resolved(HOME, request.POST.get("path", "")[:LONGEST_PATH])
    text = request.POST.get("text", "").replace("\r\n", "\n")
    run = runner.find(sandbox, request.POST.get("id", ""))
    if "closed" in request.POST:
        if run is not None:
            runner.edited(run, path, None)
        return HttpResponse(status=204)
    try:
        if run is not None:
            Files(given=samples.FILES).write(path, text)
            runner.edited(run, path, text)
        else:
            store.write(sandbox, path, text)
    except FileError as error:
        if _by_script(request):
            return JsonResponse({"error": str(error)}, status=REFUSED)
        return _page(visit, REFUSED, edit=path, edit_text=text, edit_error=str(error))
    if _by_script(request):
        return JsonResponse({"saved": path})
    return redirect("terminal", sandbox)


@require_POST
def stop(request: HttpRequest, sandbox: str) -> HttpResponse:
    """Ctrl+C."""
    for_request(request, sandbox, write=True)
    run = runner.find(sandbox, request.POST.get("id", ""))
    if run is not None:
        runner.stop(run)
    if _by_script(request):
        return HttpResponse(status=204)
    return redirect("terminal", sandbox)


def _by_script(request: HttpRequest) -> bool:
    return request.headers.get("X-Terminal") == "1"


def _run(request: HttpRequest, sandbox: str) -> HttpResponseBase:
    """Run the line of a form: told as it comes to a script, else on the next page."""
    visit = for_request(request, sandbox, write=True)
    line = request.POST.get("line", "").replace("\r\n", "\n").strip("\n")
    name = request.POST.get("id", "")
    if not line.strip():
        return redirect("terminal", sandbox)
    try:
        found = runner.submit(sandbox, name, line)
    except pace.Refused as refused:
        if _by_script(request):
            words = {"id": name, "refused": str(refused), "wait": refused.wait}
            return JsonResponse(words)
        return _page(visit, REFUSED, line=line, unsent=str(refused))
    if _by_script(request):
        return _streamed(found)
    if isinstance(found, Run):
        _wait(found)
    return redirect(f"{reverse('terminal', args=[sandbox])}#entry-{name}")


def _streamed(found: Run | Entry) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(_lines(found), content_type=STREAM)
    answer["Cache-Control"] = "no-store"
    # Compressing would hold lines back.
    answer["Content-Encoding"] = "identity"
    answer["X-Accel-Buffering"] = "no"
    return answer


async def _lines(found: Run | Entry) -> AsyncIterator[str]:
    if isinstance(found, Entry):
        for message in messages.stored(found):
            yield f"{json.dumps(message)}\n"
        return
    async for message in told(found):
        yield f"{json.dumps(message)}\n"


def _wait(run: Run) -> None:
    """Until all is said of a line, but not long."""
    done = threading.Event()

    def wake() -> None:
        if run.after is not None:
            done.set()

    runner.listen(run, wake)
    wake()
    done.wait(WAIT_SECONDS)
    runner.leave(run, wake)


def _page(visit: Visit, status: int = 0, **more: Any) -> HttpResponse:
    return page(
        visit,
        "terminal/page.html",
        here="terminal",
        crumbs=[("Terminal", "")],
        status=status,
        **(_context(visit) | more),
    )


def _context(visit: Visit) -> dict[str, Any]:
    """What the terminal shows; to who looks on only that he may not type."""
    if not visit.mine:
        return {"looks_on": people.LOOKS_ON}
    kept = store.look(visit.place.id)
    asked = visit.request.GET.get("edit", "")[:LONGEST_PATH]
    path = resolved(HOME, asked) if asked else ""
    return {
        "entries": shown(visit.place.id),
        "next_id": secrets.token_hex(16),
        "edit": path,
        "edit_text": samples.FILES.get(path) or kept.files.get(path, ""),
        **after.standing_in(visit.world, kept.files, kept.place),
    }
