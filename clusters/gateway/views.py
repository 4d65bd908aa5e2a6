"""The AWS door: one address under which every AWS service answers."""

from __future__ import annotations

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from clusters.gateway import calls, dialects
from clusters.gateway.wire import WireRequest, WireResponse

MOST_BYTES = 1 << 20
EXPLANATION = """\
This is the AWS door of Halfplane, a simulated AWS account for learning Amazon EKS.
It is for the AWS CLI and SDKs, not for browsers. Point them here:

    export AWS_ENDPOINT_URL={url}
    export AWS_ACCESS_KEY_ID=...       # both from the Connect page of your sandbox
    export AWS_SECRET_ACCESS_KEY=...
    export AWS_DEFAULT_REGION=us-west-2
    aws sts get-caller-identity
"""


@csrf_exempt
def gateway(request: HttpRequest) -> HttpResponse:
    """One call: it proves itself by its signature, not by a cookie."""
    if not isinstance(request, ASGIRequest):
        raise TypeError("signatures need the raw path, which only ASGI hands on")
    wire = read(request)
    if is_browser(wire):
        url = request.build_absolute_uri("/aws")
        return HttpResponse(EXPLANATION.format(url=url), content_type="text/plain")
    if len(wire.body) > MOST_BYTES:
        protocol = calls.guessed(wire)
        words = f"Request must be smaller than {MOST_BYTES} bytes"
        refusal = dialects.refusal(protocol, "too large", words)
        return written(calls.refuse(protocol, None, refusal, calls.new_id()))
    return written(calls.handle(wire))


def read(request: ASGIRequest) -> WireRequest:
    """The request as it came over the wire: path and query undecoded."""
    headers: dict[str, str] = {}
    for name, value in request.scope["headers"]:
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        headers[key] = f"{headers[key]},{text}" if key in headers else text
    raw_path = request.scope.get("raw_path") or request.scope["path"].encode()
    return WireRequest(
        method=request.scope["method"],
        raw_path=raw_path.decode("latin-1").partition("?")[0],
        query=request.scope["query_string"].decode("latin-1"),
        headers=headers,
        body=request.read(MOST_BYTES + 1),
    )


def is_browser(wire: WireRequest) -> bool:
    """Somebody who opened the address in a browser, or with curl."""
    return (
        wire.method in {"GET", "HEAD"}
        and wire.raw_path.rstrip("/") == calls.PREFIX
        and not wire.query
        and "authorization" not in wire.headers
    )


def written(response: WireResponse) -> HttpResponse:
    return HttpResponse(
        response.body, status=response.status, headers=dict(response.headers)
    )
