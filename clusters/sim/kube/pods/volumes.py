"""Field errors of volumes."""

from __future__ import annotations

from clusters.sim.commands import Doc
from clusters.sim.kube import names
from clusters.sim.kube.fields import Problem, duplicate, forbidden, invalid, required

_NAMED = {
    "configMap": "name",
    "secret": "secretName",
    "persistentVolumeClaim": "claimName",
    "hostPath": "path",
    "csi": "driver",
}
"""What a volume of this type must say."""


def check(spec: Doc, path: str) -> list[Problem]:
    """All field errors of a spec's volumes."""
    out: list[Problem] = []
    seen: set[str] = set()
    for at, volume in enumerate(spec.get("volumes") or ()):
        here, name = f"{path}.volumes[{at}]", volume.get("name")
        if not name:
            out.append(required(f"{here}.name"))
        else:
            out += [invalid(f"{here}.name", name, wrong) for wrong in names.label(name)]
            if name in seen:
                out.append(duplicate(f"{here}.name", name))
            seen.add(name)
        out += _source(volume, here)
    return out


def _source(volume: Doc, path: str) -> list[Problem]:
    given = [k for k, v in volume.items() if k != "name" and v is not None]
    if not given:
        return [required(path, "must specify a volume type")]
    out = [
        forbidden(f"{path}.{name}", "may not specify more than 1 volume type")
        for name in given[1:]
    ]
    field = _NAMED.get(given[0])
    if field and not volume[given[0]].get(field):
        out.append(required(f"{path}.{given[0]}.{field}"))
    return out
