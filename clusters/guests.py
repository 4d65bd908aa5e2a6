"""Guests' sandboxes that nobody uses: which should rest, which have outlived."""

from __future__ import annotations

from django.db.models import QuerySet

from clusters.models import Sandbox

REST_AFTER = 3600.0
"""Seconds unused after which a guest's clock is paused."""
GUEST_LIFE = 14 * 24 * 3600.0
"""Seconds unused after which a guest's sandbox is deleted."""


def resting(now: float) -> QuerySet[Sandbox]:
    """Whose clock runs for nobody."""
    return Sandbox.objects.filter(
        owner=None, rested="", wake_at__isnull=False, used_at__lt=now - REST_AFTER
    )


def outlived(now: float) -> QuerySet[Sandbox]:
    """Whose time is over."""
    return Sandbox.objects.filter(owner=None, used_at__lt=now - GUEST_LIFE)


def untidy(now: float) -> bool:
    """Whether there is anything to tidy: asked by the waker, so it must be cheap."""
    return resting(now).exists() or outlived(now).exists()
