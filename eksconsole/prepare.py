"""What must be true before the processes start: schema and static files."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command

from eksconsole.bundles import BUNDLES


def database() -> None:
    call_command("migrate", verbosity=0, interactive=False)


def static_files() -> None:
    """Collect them when one has changed since the last time."""
    stamp: Path = settings.STATIC_ROOT / ".stamp"
    now = fingerprint(source_folders())
    if stamp.exists() and stamp.read_text() == now:
        return
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    stamp.write_text(now)


def source_folders() -> list[Path]:
    shipped = [Path(app.path) / "static" for app in apps.get_app_configs()]
    return [Path(folder) for folder in settings.STATICFILES_DIRS] + shipped


def fingerprint(folders: list[Path]) -> str:
    digest = hashlib.sha256(repr(BUNDLES).encode())
    for folder in folders:
        for where, below, files in os.walk(folder):
            below.sort()
            for name in sorted(files):
                path = Path(where, name)
                facts = path.stat()
                digest.update(
                    f"{path}\0{facts.st_size}\0{facts.st_mtime_ns}\n".encode()
                )
    return digest.hexdigest()
