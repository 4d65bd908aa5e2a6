"""Commands of kubectl that are not here: each says so, and what to do instead."""

from __future__ import annotations

from collections.abc import Iterator

from clusters.terminal.kubectl.command import Command, Kubectl, commands
from clusters.terminal.kubectl.errors import NOT_HERE, KubectlError

NOWHERE = "not simulated yet, neither here nor from your own computer"
ON_YOUR_COMPUTER = {
    "apply edit-last-applied": "Edit what an object remembers of the last apply",
    "apply set-last-applied": "Set what an object remembers of the last apply",
    "apply view-last-applied": "Print what an object remembers of the last apply",
    "create priorityclass": "Create a PriorityClass",
    "create service externalname": "Create a Service that is only a name",
    "diff": "Compare files with what the cluster has",
    "kustomize": "Build the objects of a folder with a kustomization",
    "proxy": "Serve the API on your computer",
    "set selector": "Set which Pods a Service chooses",
    "set subject": "Change whom a binding names",
}
"""What the simulated cluster has all that is needed for."""
WITHOUT = {
    "attach": (
        "Join what a container writes and reads",
        "`kubectl logs -f POD` prints what it writes",
    ),
    "certificate": (
        "Approve and deny certificate signing requests",
        "`aws eks create-access-entry` lets somebody in",
    ),
    "cp": (
        "Copy files to and from containers",
        "`kubectl exec POD -- cat FILE` prints one",
    ),
    "create ingress": ("Create an Ingress", "`kubectl expose` makes a Service"),
    "create poddisruptionbudget": (
        "Create a PodDisruptionBudget",
        "`kubectl drain` asks none here",
    ),
    "create quota": (
        "Create a ResourceQuota",
        "`kubectl set resources` limits each container",
    ),
    "debug": (
        "Look into Pods and nodes with another container",
        "`kubectl exec`, `kubectl logs` and `kubectl describe` look into Pods",
    ),
    "port-forward": (
        "Lead a port of your computer to a Pod",
        "`kubectl expose POD --type=LoadBalancer` makes an address for `curl`",
    ),
}
"""What the simulated cluster lacks something for, and what does nearly the same."""
ALIASES = {
    "create ingress": "create ing",
    "create poddisruptionbudget": "create pdb",
    "create priorityclass": "create pc",
    "create service externalname": "create svc externalname",
}


def _refused(kubectl: Kubectl) -> Iterator[str]:
    name = kubectl.name
    if name in ON_YOUR_COMPUTER:
        raise KubectlError(f"kubectl {name} is {NOT_HERE}")
    if name == "attach" and not kubectl.args:
        raise KubectlError("at least 1 argument is required for attach")
    raise KubectlError(f"kubectl {name} is {NOWHERE}; {WITHOUT[name][1]}")


def _register(name: str, summary: str) -> None:
    aliases = tuple(alias for of, alias in ALIASES.items() if of == name)
    made = Command(name, _refused, summary, aliases=aliases, elsewhere=True)
    for word in (name, *aliases):
        commands.add(word, made)


for _name, _summary in ON_YOUR_COMPUTER.items():
    _register(_name, _summary)
for _name, (_summary, _) in WITHOUT.items():
    _register(_name, _summary)
