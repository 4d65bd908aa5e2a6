"""What goes wrong, in the words that kubectl prints."""

from __future__ import annotations

from typing import Any

NOT_HERE = "not in this terminal yet; works from your own computer: see Connect"
"""What is said of flags and commands that the real one has, and this one has not."""


class KubectlError(Exception):
    """kubectl's own "error: …"; `plain` is printed as it is."""

    def __init__(self, text: str, *, code: int = 1, plain: bool = False) -> None:
        super().__init__(text)
        self.code = code
        self.plain = plain

    def told(self) -> str:
        text = str(self)
        if self.plain or text.startswith("error: "):
            return text
        return f"error: {text}"


class ApiError(Exception):
    """A Status that the API server answered. `source` is what was being done."""

    def __init__(self, status: dict[str, Any], source: str = "") -> None:
        super().__init__(status.get("message", ""))
        self.status = status
        self.source = source

    @property
    def reason(self) -> str:
        return str(self.status.get("reason", ""))

    @property
    def code(self) -> int:
        return int(self.status.get("code", 0))

    @property
    def message(self) -> str:
        return str(self.status.get("message", ""))

    def during(self, source: str) -> ApiError:
        """The same, met while doing this: `error when creating "web.yaml"`."""
        return ApiError(self.status, source)

    def told(self) -> str:
        if self.reason == "Invalid" and self.status.get("details"):
            return self._invalid()
        message = f"{self.source}: {self.message}" if self.source else self.message
        if self.reason == "Unauthorized":
            return f"error: You must be logged in to the server ({message})"
        if self.reason:
            return f"Error from server ({self.reason}): {message}"
        return f"Error from server: {message}"

    def _invalid(self) -> str:
        details = self.status["details"]
        causes = [
            f"{cause['field']}: {cause['message']}"
            if cause.get("field")
            else cause["message"]
            for cause in details.get("causes", ())
        ]
        head = "The request is invalid"
        if details.get("kind"):
            head = f'The {details["kind"]} "{details.get("name", "")}" is invalid'
        causes = list(dict.fromkeys(causes))
        if not causes:
            return head
        if len(causes) == 1:
            return f"{head}: {causes[0]}"
        return f"{head}: \n" + "\n".join(f"* {cause}" for cause in causes)


class Several(Exception):
    """Errors of several objects; all are told, one after the other."""

    def __init__(self, errors: list[ApiError | KubectlError]) -> None:
        super().__init__(f"{len(errors)} errors")
        self.errors = errors
