"""What the AWS CLI prints: to the job's two streams, help as text, YAML as version 2."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from typing import Any

import yaml
from awscli import clidriver, formatter
from awscli import help as cli_help
from awscli.bcdoc.textwriter import TextWriter
from awscli.customizations.eks import get_token
from awscli.utils import json_encoder
from docutils.core import publish_string

SETTINGS = cli_help.PagingHelpRenderer._DEFAULT_DOCUTILS_SETTINGS_OVERRIDES  # noqa: SLF001


class Stream(io.TextIOBase):
    """A stream of text that also takes bytes, as Python's own standard output."""

    encoding = "utf-8"
    errors = "strict"

    def __init__(self, put: Callable[[str], None], flushed: Callable[[], None]) -> None:
        self._put, self._flushed = put, flushed
        self.buffer = _Bytes(put)

    def write(self, text: str) -> int:
        self._put(text)
        return len(text)

    def writable(self) -> bool:
        return True

    def flush(self) -> None:
        self._flushed()


class _Bytes(io.RawIOBase):
    def __init__(self, put: Callable[[str], None]) -> None:
        self._put = put

    def write(self, content: Any) -> int:
        self._put(bytes(content).decode("utf-8", "replace"))
        return len(content)

    def writable(self) -> bool:
        return True


class Typed(io.RawIOBase):
    """Standard input, asked for when it is read."""

    def __init__(self, text: Callable[[], str]) -> None:
        self._text = text
        self._content: io.BytesIO | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if self._content is None:
            self._content = io.BytesIO(self._text().encode())
        return self._content.readinto(buffer)


class YAMLFormatter(formatter.FullyBufferedFormatter):  # type: ignore[misc]
    """`--output yaml`, which version 1 has not."""

    def _format_response(self, _: str, response: Any, stream: Any) -> None:
        if response != {}:
            yaml.dump(
                response,
                stream,
                Dumper=_Dumper,
                default_flow_style=False,
                allow_unicode=True,
            )


class _Dumper(yaml.SafeDumper):
    """Nothing is written once and pointed at; what YAML has not is as in JSON."""

    def ignore_aliases(self, _: Any) -> bool:
        return True

    def represent_undefined(self, data: Any) -> Any:
        if isinstance(data, dict):
            return self.represent_dict(data)
        return self.represent_data(json_encoder(data))


_Dumper.add_representer(None, _Dumper.represent_undefined)  # type: ignore[arg-type]


def format_with(kind: str, arguments: Any) -> Any:
    """The formatter of `--output`."""
    if kind == "yaml":
        return YAMLFormatter(arguments)
    return formatter.get_formatter(kind, arguments)


class Pages:
    """Help, printed instead of shown in a pager."""

    def render(self, contents: Any) -> None:
        text = publish_string(
            contents, writer=TextWriter(), settings_overrides=SETTINGS
        )
        sys.stdout.write(text.decode())


def print_so() -> None:
    """Let formats and help be ours."""
    clidriver.get_formatter = format_with
    get_token.get_formatter = format_with
    cli_help.get_renderer = Pages
