"""What is said of a word that runs nothing here."""

from __future__ import annotations

import difflib

from clusters.terminal.program import programs
from clusters.terminal.shell.builtin import builtins

LONGEST = 40
CONNECT = "it works from your own computer: see Connect"
ELSEWHERE = frozenset(
    (
        "ansible", "argocd", "docker", "eksctl", "flux", "git", "go", "helm", "istioctl", "java",
        "k9s", "kubectx", "kubens", "kustomize", "make", "minikube", "node", "npm", "packer",
        "pip", "podman", "python", "python3", "sam", "terraform", "tofu", "yq",
    )
)  # fmt: skip
INSTEAD = {
    "apt": "nothing can be installed here",
    "apt-get": "nothing can be installed here",
    "yum": "nothing can be installed here",
    "dnf": "nothing can be installed here",
    "brew": "nothing can be installed here",
    "sudo": "you may do here all that there is; leave `sudo' out",
    "su": "there is only you here",
    "chmod": "files have no permissions here; a script runs with `bash file'",
    "chown": "files have no owners here: all are yours",
    "less": "output scrolls by itself; use `cat', or `| head'",
    "more": "output scrolls by itself; use `cat', or `| head'",
    "wget": "use `curl -O'",
    "telnet": "use `curl -v'",
    "nc": "use `curl -v'",
    "scp": "the files of this terminal are the same wherever you stand",
    "ps": "nothing runs here but your line; of Pods see `kubectl get pods'",
    "top": "nothing runs here but your line; of Pods see `kubectl top pods'",
    "kill": "nothing runs here but your line; Ctrl+C stops it",
    "systemctl": "an instance's services are not simulated",
    "journalctl": "an instance's journal is shown on its page in the console",
    "screen": "open a second terminal tab",
    "tmux": "open a second terminal tab",
    "perl": "use `sed' or `awk'",
}


def unknown(name: str) -> str:
    """bash's own words, and a line that says what is known."""
    return f"bash: {name}: command not found\n{hint(name)}\n"


def hint(name: str) -> str:
    if name in INSTEAD:
        return f"{name} is not in this terminal: {INSTEAD[name]}."
    if name in ELSEWHERE:
        return f"{name} is not in this terminal yet; {CONNECT}."
    near = nearest(name)
    if near:
        return f"Did you mean `{near}'? `help' lists what there is."
    return "`help' lists what there is."


def nearest(name: str) -> str:
    """The name that this one may have been meant to be; empty where none is near."""
    known = [*programs, *builtins]
    if name.lower() in known:
        return name.lower()
    found = difflib.get_close_matches(name[:LONGEST], known, n=1, cutoff=0.75)
    return found[0] if found else ""
