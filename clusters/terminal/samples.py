"""The console's sample manifests, as files of every terminal."""

from __future__ import annotations

from clusters.console.kubernetes.samples import SAMPLES
from clusters.terminal.files import HOME

FOLDER = f"{HOME}/samples"
FILES = {f"{FOLDER}/{sample.name}.yaml": sample.text for sample in SAMPLES}


def text(name: str) -> str:
    """What a sample says that is called so: `web`, `web.yaml`, `samples/web.yaml`."""
    plain = name.removeprefix("./").removeprefix("samples/").removesuffix(".yaml")
    return FILES.get(f"{FOLDER}/{plain}.yaml", "")
