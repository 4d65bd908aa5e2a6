"""WebSockets, which exec and port-forward ask for, and which end in a clean refusal."""

from __future__ import annotations

from clusters.apiserver.answers import CONTROL, audit_id
from clusters.apiserver.asgi import JSON, Receive, Scope, Send
from clusters.apiserver.paths import target
from clusters.sim.kube.errors import KubeRefusal, UnknownPath, status
from clusters.sim.kube.wire import encoded


async def refuse_socket(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer a handshake with a Status; clients then try the older way, and read it."""
    await receive()
    found = target(scope["raw_path"])
    refusal: KubeRefusal = UnknownPath()
    if found is not None and found.place is not None:
        place = found.place
        text = f"{place.resource}/{place.subresource} is not simulated yet"
        refusal = KubeRefusal("NotImplemented", text, 501)
    if "websocket.http.response" not in scope.get("extensions", {}):
        await send({"type": "websocket.close"})
        return
    headers = [
        (b"audit-id", audit_id()),
        *CONTROL,
        (b"content-type", JSON.encode()),
    ]
    await send(
        {
            "type": "websocket.http.response.start",
            "status": refusal.status,
            "headers": headers,
        }
    )
    body = encoded(status(refusal))
    await send({"type": "websocket.http.response.body", "body": body})
