"""A form as a command of the AWS CLI: one template, filled here and in the page.

`--flag {a|b}` takes the first field that is filled, `{a*}` its words, `{a,}` its words
with commas; `{,x=:a}` puts `,x=` before. An option whose fields are all empty is left
out. `static/js/pages/cli.js` fills the same templates while somebody types.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping

WIDE = 78
FIELD = re.compile(r"\{(?:([^{}:]*):)?([\w|]+)([*,]?)\}")
OPTION = re.compile(r" (?=--)")


def words(text: str) -> list[str]:
    """What somebody typed as a list, with commas or blanks between."""
    return text.replace(",", " ").split()


def filled(template: str, typed: Mapping[str, str]) -> str:
    """The command, in lines when it is long."""
    parts = []
    for option in OPTION.split(template):
        values = [_value(found, typed) for found in FIELD.finditer(option)]
        if any(values) or not values:
            left = iter(values)
            parts.append(FIELD.sub(lambda _, left=left: next(left), option))
    line = " ".join(parts)
    return line if len(line) <= WIDE else " \\\n  ".join(parts)


def _value(field: re.Match[str], typed: Mapping[str, str]) -> str:
    prefix, names, sort = field.groups()
    given = (typed.get(name, "").strip() for name in names.split("|"))
    text = next(filter(None, given), "")
    if not text:
        return ""
    if sort:
        between = "," if sort == "," else " "
        text = between.join(map(shlex.quote, words(text)))
    else:
        text = shlex.quote(text)
    return (prefix or "") + text
