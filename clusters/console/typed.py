"""What people type into forms and addresses, before it is believed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from clusters.steps.manifest import LIMIT


def is_number(text: str, *, digits: int = 18) -> bool:
    """Whether a text is a whole number of no more digits than that.

    Python calls other scripts' digits digits, too, and reads no more than 4,300.
    """
    return text.isascii() and text.isdigit() and len(text) <= digits


def yaml_text(request: HttpRequest, field: str) -> str:
    """The YAML of a form: the uploaded file, else what was pasted.

    Of a file that is too large only so much that it is refused as such.
    """
    upload: Any = request.FILES.get("file")
    if upload is None:
        return request.POST.get(field, "")
    content: bytes = upload.read(LIMIT + 1)
    return content.decode("utf-8", errors="replace")
