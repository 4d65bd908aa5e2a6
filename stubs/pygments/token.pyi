class _TokenType(tuple[str, ...]):
    def __contains__(self, val: object) -> bool: ...
    def __getattr__(self, val: str) -> _TokenType: ...

Comment: _TokenType
Literal: _TokenType
Name: _TokenType
Punctuation: _TokenType
String: _TokenType
