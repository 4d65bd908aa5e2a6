"""curl: ask by HTTP what the simulated network leads to."""

from __future__ import annotations

import json
from collections.abc import Generator, Iterator
from urllib.parse import urljoin

from clusters.terminal.files import FileError, resolved
from clusters.terminal.gnu.options import Given, Manual, Option, tool
from clusters.terminal.gnu.reading import text
from clusters.terminal.network.answers import Response
from clusters.terminal.network.asking import HELD, METHODS, Failed, Question, ask
from clusters.terminal.program import Call, Err, Exit
from clusters.terminal.shell.escapes import ansi

MANUAL = Manual(
    ("curl [OPTION]... URL...",),
    "Ask by HTTP: Services, load balancers, Pods, the cluster's endpoint, 169.254.169.254.",
    (
        Option("", "cacert", "FILE", "the authority to trust"),
        Option("", "compressed", about="nothing: answers are plain"),
        Option("", "connect-timeout", "SECONDS", "give up connecting after so long"),
        Option("d", "data", "DATA", "send this, by POST; @FILE: a file"),
        Option("", "data-raw", "DATA", "the same, whatever it begins with"),
        Option("f", "fail", about="end with 22 where the status is 400 or more"),
        Option("G", "get", about="put the data behind the URL"),
        Option("H", "header", "LINE", "a header to send"),
        Option("I", "head", about="headers only"),
        Option("i", "include", about="headers, too"),
        Option("", "json", "DATA", "send JSON, by POST"),
        Option("k", "insecure", about="any certificate will do"),
        Option("L", "location", about="follow where an answer points"),
        Option("m", "max-time", "SECONDS", "give up after so long"),
        Option("N", "no-buffer", about="nothing: output is never held back"),
        Option("o", "output", "FILE", "write the body to a file"),
        Option("O", "remote-name", about="write it to a file called as in the URL"),
        Option("s", "silent", about="no errors"),
        Option("S", "show-error", about="errors in spite of -s"),
        Option("u", "user", "USER", "nothing here asks for it"),
        Option("A", "user-agent", "NAME", "what to call oneself"),
        Option("v", "verbose", about="show what is said"),
        Option("w", "write-out", "FORMAT", "print this at the end: %{http_code}"),
        Option("X", "request", "METHOD", "the method"),
    ),
    wrong=2,
)
HINT = "curl: try 'curl --help' for more information"
MOST_HOPS = 10
BAD_STATUS, FAILED_STATUS = 400, 22
REDIRECTS = range(300, 400)


@tool("curl", MANUAL)
def curl(call: Call, given: Given) -> Iterator[str]:
    """As curl, inside the simulated network."""
    if not given.words:
        raise Exit(2, f"curl: (2) no URL specified\n{HINT}")
    code = 0
    for url in given.words:
        question = _question(call, given, url)
        try:
            yield from _asked(call, given, question)
        except Failed as failed:
            yield _written_out(given, question, None)
            if not given.on("s") or given.on("S"):
                yield Err(f"curl: ({failed.code}) {failed.text}\n")
            if failed.why:
                yield Err(f"{failed.why}\n")
            code = failed.code
    if code:
        raise Exit(code)


def _question(call: Call, given: Given, url: str) -> Question:
    data = _data(call, given)
    method = (
        "HEAD" if given.on("I") else "POST" if data and not given.on("G") else "GET"
    )
    method = given.value("X", method).upper()
    if method not in METHODS:
        raise Exit(2, f"curl: the method {method[:40]} is not in this terminal")
    headers = {}
    if data and not given.on("G"):
        kind = (
            "application/json"
            if given.on("json")
            else "application/x-www-form-urlencoded"
        )
        headers["Content-Type"] = kind
    if given.on("A"):
        headers["User-Agent"] = given.value("A")
    for line in given.all("H"):
        name, _, value = line.partition(":")
        headers[name.strip()] = value.strip()
    if given.on("G") and data:
        url += ("&" if "?" in url else "?") + data
        data = ""
    patience = min(
        (p for p in (_seconds(given, "m"), _seconds(given, "connect-timeout")) if p),
        default=0.0,
    )
    return Question(url, method, headers, data, given.on("k", "cacert"), patience)


def _data(call: Call, given: Given) -> str:
    pieces = []
    for name, value in given.flags:
        if name in ("d", "json") and value.startswith("@"):
            found = text(call, value[1:])
            pieces.append(found.replace("\n", "") if name == "d" else found)
        elif name in ("d", "data-raw", "json"):
            pieces.append(value)
    return "&".join(pieces)


def _seconds(given: Given, name: str) -> float:
    value = given.value(name, "0")
    if not value.replace(".", "", 1).isdecimal() or len(value) > len("86400.000"):
        raise Exit(
            2,
            f"curl: option -{name if len(name) == 1 else '-' + name}: expected a proper numerical parameter\n{HINT}",
        )
    return float(value)


def _asked(call: Call, given: Given, question: Question) -> Iterator[str]:
    response = yield from _once(call, given, question)
    for _ in range(MOST_HOPS):
        place = dict(response.headers).get("Location", "")
        if not (given.on("L") and response.status in REDIRECTS and place):
            break
        if given.on("i", "I"):
            yield _head(response)
        question = Question(
            urljoin(question.url, place), question.method, question.headers,
            insecure=question.insecure, patience=question.patience,
        )  # fmt: skip
        response = yield from _once(call, given, question)
    if given.on("f") and response.status >= BAD_STATUS:
        yield _written_out(given, question, response)
        told = f"The requested URL returned error: {response.status}"
        raise Failed(FAILED_STATUS, told)
    shown = _head(response) if given.on("i", "I") else ""
    body = "" if question.method == "HEAD" else response.body
    yield from _put(call, given, question, shown + body)
    yield _written_out(given, question, response)


def _once(
    call: Call, given: Given, question: Question
) -> Generator[str, None, Response]:
    if not given.on("v"):
        return ask(call.session, question)
    question.read()
    yield Err(f"*   Trying {question.host}:{question.port}...\n")
    response = ask(call.session, question)
    target = question.path + (f"?{question.query}" if question.query else "")
    sent = {
        "Host": question.host,
        "User-Agent": "curl/8.11.1",
        "Accept": "*/*",
        **question.headers,
    }
    yield Err(
        f"* Connected to {question.host} port {question.port}\n> {question.method} {target} HTTP/1.1\n"
    )
    yield Err("".join(f"> {name}: {value}\n" for name, value in sent.items()) + "> \n")
    yield Err(
        f"< {response.line}\n"
        + "".join(f"< {n}: {v}\n" for n, v in response.headers)
        + "< \n"
    )
    return response


def _head(response: Response) -> str:
    return "".join(
        f"{line}\r\n"
        for line in (response.line, *(f"{n}: {v}" for n, v in response.headers), "")
    )


def _put(call: Call, given: Given, question: Question, body: str) -> Iterator[str]:
    name = given.value("o")
    if given.on("O"):
        name = question.path.rpartition("/")[2]
        if not name:
            raise Exit(23, "curl: Remote file name has no length")
    if not name or name == "-":
        yield body
    elif name != "/dev/null":
        try:
            call.session.files.write(resolved(call.session.folder, name), body)
        except FileError as error:
            raise Exit(
                23, f"curl: (23) Failure writing output to destination: {error.reason}"
            ) from None


def _written_out(given: Given, question: Question, response: Response | None) -> str:
    """What -w asks for; of no answer the status is 000."""
    form = given.value("w")
    if not form:
        return ""
    headers = dict(response.headers) if response else {}
    known = {
        "http_code": f"{response.status:03}" if response else "000",
        "response_code": f"{response.status:03}" if response else "000",
        "content_type": headers.get("Content-Type", ""),
        "size_download": str(len(response.body.encode())) if response else "0",
        "url_effective": question.url,
        "url": question.url,
        "method": question.method,
        "remote_port": str(question.port),
        "time_total": "0.001000" if response else f"{HELD:.6f}",
        "scheme": question.scheme,
    }
    known["json"] = json.dumps(known)
    pieces = ansi(form).split("%{")
    out = [pieces[0]]
    for piece in pieces[1:]:
        name, brace, rest = piece.partition("}")
        out.append(known.get(name, "") + rest if brace else "%{" + piece)
    return "".join(out)
