"""Settings of the tests: quick, and apart from any installation that runs."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

# Each worker of pytest-xdist has a state folder, so a Redis and a database, of its own.
_WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
_HOME = Path(tempfile.gettempdir()) / f"hp-tests-{os.getuid()}-{os.getpid()}-{_WORKER}"
os.environ["HALFPLANE_HOME"] = str(_HOME)
os.environ.setdefault("SECRET_KEY", "for-tests-only")
for _name in ("PUBLIC_URL", "KUBE_URL", "BIND", "REDIS_URL"):
    os.environ.pop(_name, None)

from eksconsole.settings import *  # noqa: E402, F403  (the environment comes first)
from eksconsole.settings import DATABASE_URL, DATABASES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["*"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if not DATABASE_URL:
    # A file, not memory: races and threads need a second connection.
    DATABASES["default"]["TEST"] = {"NAME": _HOME / "test.sqlite3"}
    # No test outlives its machine: nothing need be on the disk when it is committed.
    DATABASES["default"]["OPTIONS"]["init_command"] += ";PRAGMA synchronous=OFF"
# Tests look at what they have not committed.
FAST_READS = False
