"""What a Pod's programs answer over HTTP, told by their images."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from http import HTTPStatus
from typing import NamedTuple

from clusters.callers.wall import now
from clusters.sim.commands import Doc
from clusters.sim.images import starting
from clusters.sim.images.image import found
from clusters.sim.images.library import nginx
from clusters.sim.images.reference import parsed
from clusters.sim.network import ends
from clusters.sim.world import Key, World

WELCOME = """\
<!DOCTYPE html>
<html>
<head>
<title>Welcome to nginx!</title>
<style>
html { color-scheme: light dark; }
body { width: 35em; margin: 0 auto;
font-family: Tahoma, Verdana, Arial, sans-serif; }
</style>
</head>
<body>
<h1>Welcome to nginx!</h1>
<p>If you see this page, the nginx web server is successfully installed and
working. Further configuration is required.</p>

<p>For online documentation and support please refer to
<a href="http://nginx.org/">nginx.org</a>.<br/>
Commercial support is available at
<a href="http://nginx.com/">nginx.com</a>.</p>

<p><em>Thank you for using nginx.</em></p>
</body>
</html>
"""
HTML, PLAIN = "text/html", "text/plain; charset=utf-8"
APACHE = "2.4.65"
APACHE_MISSING = (
    '<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">\n<html><head>\n'
    "<title>404 Not Found</title>\n</head><body>\n<h1>Not Found</h1>\n"
    "<p>The requested URL was not found on this server.</p>\n</body></html>\n"
)


class Response(NamedTuple):
    """A whole answer of HTTP/1.1."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: str

    @property
    def line(self) -> str:
        """Its first line."""
        try:
            reason = HTTPStatus(self.status).phrase
        except ValueError:
            reason = ""
        return f"HTTP/1.1 {self.status} {reason}".rstrip()


class Silent:
    """A port that is open and speaks no HTTP."""


def of_pod(
    world: World, cluster: Key, name: str, port: int, path: str
) -> Response | Silent | None:
    """A Pod's answer on a port; None where nobody listens there."""
    namespace, _, short = name.partition("/")
    scope = f"{ends.cluster_id(world, cluster)}/{namespace}"
    pod = world.find(Key("k8s.Pod", scope, short))
    at = world.clock.sim(now())
    for run in _running(pod or {}):
        status = starting.of_run(run).answer(port, path, at - run["started"])
        if status == 0:
            return Silent()
        if status is not None:
            return _written(run, status)
    return None


def _running(pod: Doc) -> Iterator[Doc]:
    """The present run of each of a Pod's containers."""
    for runs in pod.get("_", {}).get("runs", {}).values():
        if runs and "ended" not in runs[-1] and runs[-1].get("reason") != "StartError":
            yield runs[-1]


def _written(run: Doc, status: int) -> Response:
    """An answer as the image's server writes it."""
    name = parsed(run["image"]).repository.rpartition("/")[2]
    ok = status < HTTPStatus.BAD_REQUEST
    if name == "nginx":
        server = f"nginx/{nginx.version(parsed(run['image']).tag)}"
        body = WELCOME if ok else _error_page(status, server)
        return _response(status, body, HTML, server)
    if name == "httpd":
        body = (
            "<html><body><h1>It works!</h1></body></html>\n" if ok else APACHE_MISSING
        )
        kind = HTML if ok else f"{HTML}; charset=iso-8859-1"
        return _response(status, body, kind, f"Apache/{APACHE} (Unix)")
    if name == "hello-app":
        version = "2.0.0" if parsed(run["image"]).tag.startswith("2") else "1.0.0"
        body = (
            f"Hello, world!\nVersion: {version}\nHostname: {run.get('hostname', '')}\n"
        )
        return _response(status, body, PLAIN, "")
    body = "" if found(run["image"]).modelled else _unknown(run)
    return _response(status, body, PLAIN, "")


def _unknown(run: Doc) -> str:
    return f"Halfplane does not know what {run['image']} answers: {run.get('hostname', '')} is there.\n"


def _response(status: int, body: str, kind: str, server: str) -> Response:
    when = dt.datetime.fromtimestamp(now(), dt.UTC).strftime(
        "%a, %d %b %Y %H:%M:%S GMT"
    )
    headers = [("Server", server)] if server else []
    headers += [
        ("Date", when),
        ("Content-Type", kind),
        ("Content-Length", str(len(body.encode()))),
    ]
    if server:
        headers.append(("Connection", "keep-alive"))
    return Response(status, tuple(headers), body)


def _error_page(status: int, server: str) -> str:
    title = f"{status} {HTTPStatus(status).phrase}"
    return (
        f"<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n"
        f"<center><h1>{title}</h1></center>\r\n<hr><center>{server}</center>\r\n"
        "</body>\r\n</html>\r\n"
    )
