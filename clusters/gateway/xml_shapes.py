"""XML bodies by botocore's shapes."""

from __future__ import annotations

import re
from typing import Any
from xml.sax.saxutils import escape

from botocore.model import ListShape, MapShape, Shape, StructureShape

from clusters.gateway import scalars
from clusters.sim.commands import Doc

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def text(value: str) -> str:
    """Text as an element's content. What XML cannot carry becomes U+FFFD."""
    return escape(NOT_XML.sub("\ufffd", value), {"\r": "&#13;"})


def element(name: str, content: str, namespace: str = "") -> str:
    """An element around content that is XML already."""
    attribute = f' xmlns="{namespace}"' if namespace else ""
    return f"<{name}{attribute}>{content}</{name}>"


def members(shape: StructureShape, value: Doc, timestamps: str) -> str:
    """A structure's members, one element each; what it does not know is left out."""
    return "".join(
        _write(member, member.serialization.get("name", name), value[name], timestamps)
        for name, member in shape.members.items()
        if value.get(name) is not None
    )


def _write(shape: Shape, name: str, value: Any, timestamps: str) -> str:
    if isinstance(shape, StructureShape):
        return element(name, members(shape, value, timestamps))
    if isinstance(shape, ListShape):
        flat = bool(shape.serialization.get("flattened"))
        own = shape.member.serialization.get("name")
        item_name = own or (name if flat else "member")
        items = "".join(
            _write(shape.member, item_name, item, timestamps) for item in value
        )
        return items if flat else element(name, items)
    if isinstance(shape, MapShape):
        flat = bool(shape.serialization.get("flattened"))
        entries = "".join(
            element(name if flat else "entry", _pair(shape, key, item, timestamps))
            for key, item in value.items()
        )
        return entries if flat else element(name, entries)
    return element(name, text(scalars.to_text(shape, value, timestamps)))


def _pair(shape: MapShape, key: str, value: Any, timestamps: str) -> str:
    key_name = shape.key.serialization.get("name", "key")
    value_name = shape.value.serialization.get("name", "value")
    written = _write(shape.value, value_name, value, timestamps)
    return element(key_name, text(key)) + written
