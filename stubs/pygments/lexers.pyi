from collections.abc import Iterator

from pygments.token import _TokenType

class YamlLexer:
    def __init__(self, *, stripnl: bool = ...) -> None: ...
    def get_tokens(self, text: str) -> Iterator[tuple[_TokenType, str]]: ...
