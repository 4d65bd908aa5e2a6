"""The wiring as a Django app."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class WiringConfig(AppConfig):
    name = "eksconsole"
    label = "eksconsole"

    def ready(self) -> None:
        # Whoever sends a task by name needs the configured Celery application.
        import_module("eksconsole.celery")
