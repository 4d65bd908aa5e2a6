"""A form as a command of the AWS CLI: one template, filled here and in the page.

`--flag {a|b}` takes the first field that is filled, `{a*}` its words, `{a,}` its words
with commas; `{,x=:a}` puts `,x=` before. An option whose fields are all empty is left
out. `static/js/pages/cli.js` fills the same templates while somebody types.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping

from clusters.console.commands.layout import laid_out

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
    return laid_out(parts)


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
