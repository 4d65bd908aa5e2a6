"""Text in lines of a width, as Go's go-wordwrap breaks it."""

from __future__ import annotations

NO_BREAK = "\u00a0"


def wrapped(text: str, width: int) -> str:
    """The text with line breaks at spaces; a longer word keeps a line to itself."""
    return "\n".join(_line(line, width) for line in text.split("\n"))


def _line(text: str, width: int) -> str:
    out = word = space = ""
    current = 0
    for letter in text:
        if letter.isspace() and letter != NO_BREAK:
            if not space or word:
                current += len(space) + len(word)
                out += space + word
                space = word = ""
            space += letter
            continue
        word += letter
        if current + len(word) + len(space) > width and len(word) < width:
            out += "\n"
            current, space = 0, ""
    if word:
        return out + space + word
    return out + space if current + len(space) <= width else out


def indented(text: str, count: int) -> str:
    """Each line behind so many spaces."""
    space = " " * count
    return space + text.replace("\n", f"\n{space}")
