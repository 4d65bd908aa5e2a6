"""One HTTP request from where one stands: an answer, or curl's own words for why not."""

from __future__ import annotations

from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import quote, urlsplit

from clusters.sim.network.service import Backend
from clusters.sim.world import Key, World
from clusters.terminal import wire
from clusters.terminal.network import answers, metadata, names, standing, ways
from clusters.terminal.network.answers import Response, Silent
from clusters.terminal.network.names import End, NoSuchName
from clusters.terminal.network.standing import Here, NowhereNow
from clusters.terminal.network.ways import Way
from clusters.terminal.session import Session
from clusters.terminal.shell.syntax import ShellError

RESOLVE, CONNECT, TIMED_OUT, TLS, EMPTY, MALFORMED, PROTOCOL, UNTRUSTED = (
    6,
    7,
    28,
    35,
    52,
    3,
    1,
    60,
)
HELD = 3.0
"""Seconds that a caller is kept waiting whose packets go nowhere."""
GIVES_UP = 134.0
"""Seconds after which a real client gives up: six tries of TCP's."""
PORTS = {"http": 80, "https": 443}
UNREACHABLE = "dial tcp: i/o timeout: "
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
PATH_LETTERS = "/%:@!$&'()*+,;=-._~[]"


class Failed(Exception):
    """No answer: curl's code, its words, and a sentence of ours that says why."""

    def __init__(self, code: int, text: str, why: str = "") -> None:
        super().__init__(text)
        self.code = code
        self.text = text
        self.why = why


@dataclass
class Question:
    """What is asked of whom."""

    url: str
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""
    insecure: bool = False
    """Whether any certificate will do, or the cluster's authority is named."""
    patience: float = 0.0
    """Seconds until the caller gives up; 0: as long as TCP does."""

    scheme: str = ""
    host: str = ""
    port: int = 0
    path: str = ""
    query: str = ""

    def read(self) -> None:
        """Read the URL. Raises Failed."""
        text = self.url if "://" in self.url else f"http://{self.url}"
        try:
            parts = urlsplit(text)
            port = parts.port
        except ValueError:
            raise Failed(
                MALFORMED, "URL using bad/illegal format or missing URL"
            ) from None
        self.scheme, self.host = parts.scheme.lower(), (parts.hostname or "")
        if self.scheme not in PORTS:
            raise Failed(PROTOCOL, f'Protocol "{self.scheme}" not supported')
        blanks = any(char.isspace() or ord(char) < ord(" ") for char in self.url)
        if not self.host or blanks:
            raise Failed(MALFORMED, "URL using bad/illegal format or missing URL")
        self.port = port or PORTS[self.scheme]
        self.path = quote(parts.path or "/", safe=PATH_LETTERS)
        self.query = quote(parts.query, safe=PATH_LETTERS + "?")


def ask(session: Session, question: Question) -> Response:
    """The answer to a question, asked from where the session stands. Raises Failed."""
    question.read()
    world = session.world()
    try:
        here = standing.here(session, world)
    except NowhereNow as gone:
        raise Failed(CONNECT, _not_connected(question, 0), str(gone)) from None
    door = names.door(world, question.host, question.port, question.path)
    if door is not None:
        return _of_api(session, question, *door)
    try:
        found = names.addresses(world, here, question.host)
    except NoSuchName as missing:
        text = f"Could not resolve host: {question.host}"
        raise Failed(RESOLVE, text, str(missing)) from None
    end = names.end_at(world, here, found[0])
    if end.sort == "metadata":
        return _of_metadata(session, here, question)
    if end.sort == "api" and end.cluster is not None:
        return _of_api_by_name(session, here, question, end)
    return _of_network(session, world, here, question, end)


def _not_connected(question: Question, milliseconds: int) -> str:
    return (
        f"Failed to connect to {question.host} port {question.port} after {milliseconds} ms: "
        "Couldn't connect to server"
    )


def timed_out(session: Session, question: Question, why: str) -> Failed:
    """Wait a while, as one does whose packets go nowhere, and give up."""
    patience = question.patience
    session.sleep(min(patience or HELD, HELD))
    if patience:
        text = f"Connection timed out after {patience * 1000 + 1:.0f} milliseconds"
        return Failed(TIMED_OUT, text, why)
    return Failed(TIMED_OUT, _not_connected(question, int(GIVES_UP * 1000)), why)


def refused(question: Question, why: str = "") -> Failed:
    return Failed(CONNECT, _not_connected(question, 1), why)


def _of_network(
    session: Session, world: World, here: Here, question: Question, end: End
) -> Response:
    if end.sort == "self" and here.spot is None:
        raise refused(question, "Nothing listens on your laptop here.")
    way = ways.way(world, here, end, question.port)
    why = way.path.reason
    if way.balanced and (way.refused or not way.path.ok):
        raise silent(why)
    if way.refused:
        raise refused(question, why or _nobody(question, end))
    if not way.path.ok:
        raise timed_out(session, question, why)
    if way.pod is None or way.cluster is None:
        text = "Received HTTP/0.9 when not allowed"
        raise Failed(PROTOCOL, text, "This is the port of SSH.")
    return _of_pod(world, question, way, way.cluster, way.pod)


def silent(why: str) -> Failed:
    return Failed(EMPTY, "Empty reply from server", why)


def _of_pod(
    world: World, question: Question, way: Way, cluster: Key, pod: Backend
) -> Response:
    """What the Pod answers that took the connection."""
    answer = answers.of_pod(world, cluster, pod.pod, pod.port, _target(question))
    if answer is None:
        why = f"Pod {pod.pod} does not listen on {pod.port}."
        raise silent(why) if way.balanced else refused(question, why)
    if isinstance(answer, Silent):
        raise silent(f"Pod {pod.pod} speaks no HTTP on {pod.port}.")
    if question.scheme == "https":
        text = "OpenSSL/3.2.2: error:0A00010B:SSL routines::wrong version number"
        why = f"Pod {pod.pod} speaks plain HTTP on {pod.port}: use http://."
        raise Failed(TLS, text, why)
    return answer


def _nobody(question: Question, end: End) -> str:
    return f"Nobody listens on port {question.port} of {end.address}."


def _target(question: Question) -> str:
    return question.path + (f"?{question.query}" if question.query else "")


def _of_metadata(session: Session, here: Here, question: Question) -> Response:
    if here.spot is None:
        why = "Only an instance has a metadata service at this address: `ssh` to one first."
        raise timed_out(session, question, why)
    if (question.scheme, question.port) != ("http", 80):
        raise refused(question, "The metadata service speaks plain HTTP on port 80.")
    headers = {name.lower(): value for name, value in question.headers.items()}
    return metadata.answer(session, here, question.method, question.path, headers)


def _of_api_by_name(
    session: Session, here: Here, question: Question, end: End
) -> Response:
    """The endpoint by its name on AWS, or a cross-account interface by its address."""
    assert end.cluster is not None
    if question.port != PORTS["https"]:
        why = "The cluster's endpoint answers on 443 alone."
        raise timed_out(session, question, why)
    if (
        here.spot is None
        and names.is_address(question.host)
        and question.host.startswith("10.")
    ):
        raise timed_out(
            session, question, "A private address means nothing outside its VPC."
        )
    return _of_api(session, question, end.cluster, question.path)


def _of_api(session: Session, question: Question, cluster: Key, path: str) -> Response:
    if question.scheme != "https":
        raise Failed(
            EMPTY, "Empty reply from server", "The endpoint speaks HTTPS: use https://."
        )
    if not question.insecure:
        text = "SSL certificate problem: unable to get local issuer certificate"
        raise Failed(
            UNTRUSTED,
            text,
            "The cluster's certificate is of its own authority: use -k, or name the authority "
            "of your kubeconfig with --cacert.",
        )
    world = session.world()
    doc = world.find(cluster)
    if doc is None:
        raise refused(question)
    own = f"/k8s/{cluster.scope}/{doc['_']['id']}"
    return _sent(session, question, own + path)


def _sent(session: Session, question: Question, path: str) -> Response:
    headers = {"host": question.host, "user-agent": "curl/8.11.1", "accept": "*/*"}
    headers |= {name.lower(): value for name, value in question.headers.items()}
    if not all(_printable(name + value) for name, value in headers.items()):
        raise ShellError(
            "curl: a header with a line end or a letter outside of Latin-1", 3
        )
    reply = wire.send(
        session,
        question.method,
        path,
        query=question.query,
        headers=headers,
        body=question.body.encode(),
    )
    body = reply.body().decode("utf-8", "replace")
    if UNREACHABLE in body and reply.status == HTTPStatus.GATEWAY_TIMEOUT:
        raise timed_out(
            session, question, body.partition(UNREACHABLE)[2].partition('"')[0]
        )
    return Response(reply.status, tuple((n.title(), v) for n, v in reply.headers), body)


def _printable(text: str) -> bool:
    return all(" " <= char <= "~" or "\xa0" <= char <= "\xff" for char in text)
