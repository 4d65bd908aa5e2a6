"""Static files, answered before Django is asked: an ASGI server has none itself."""

from __future__ import annotations

from pathlib import Path

from whitenoise import WhiteNoise

from eksconsole.protocol import Application, Receive, Scope, Send

# The manifest storage puts twelve hex digits of the content into the name.
HASHED = r"\.[0-9a-f]{12}\.[^./]+$"


def with_static_files(application: Application, root: Path, prefix: str) -> Application:
    """Answer files below `prefix` from `root`; pass everything else on."""
    files = WhiteNoise(None, allow_all_origins=False, immutable_file_test=HASHED)
    if root.is_dir():
        files.add_files(str(root), prefix)

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        file = files.files.get(scope["path"]) if scope["type"] == "http" else None
        if file is None:
            await application(scope, receive, send)
            return
        answer = file.get_response(scope["method"], environ(scope))
        body = b""
        if answer.file is not None:
            with answer.file:
                body = answer.file.read()
        headers = [
            (name.lower().encode("latin-1"), value.encode("latin-1"))
            for name, value in answer.headers
        ]
        status = int(answer.status)
        await send(
            {"type": "http.response.start", "status": status, "headers": headers}
        )
        await send({"type": "http.response.body", "body": body})

    return serve


def environ(scope: Scope) -> dict[str, str]:
    """The request's headers under the names WhiteNoise looks for."""
    return {
        f"HTTP_{name.decode('latin-1').upper().replace('-', '_')}": value.decode(
            "latin-1"
        )
        for name, value in scope["headers"]
    }
