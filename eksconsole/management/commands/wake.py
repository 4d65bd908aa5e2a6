"""`manage.py wake`: the waker; `up` runs it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from eksconsole.waker import wake_forever


class Command(BaseCommand):
    help = "Advance each sandbox when its agenda says so (run by `up`)."
    requires_system_checks: list[str] = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        wake_forever()
