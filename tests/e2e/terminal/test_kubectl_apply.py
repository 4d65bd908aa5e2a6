"""kubectl apply, create -f, replace and delete as the real one prints them."""

from __future__ import annotations

import pytest

pytestmark = [pytest.mark.e2e, pytest.mark.needs("kubectl")]

CONFIG = """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
  colour: teal
"""
WEB = """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  labels: {app: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - name: nginx
        image: nginx
        ports: [{containerPort: 80}]
        env: [{name: A, value: "1"}, {name: B, value: "2"}]
"""
CHANGED = WEB.replace('{name: A, value: "1"}, ', "").replace(
    "image: nginx", "image: nginx:1.27"
)
WRONG_LABELS = WEB.replace("{app: web}}\n  template", "{app: other}}\n  template")
INDENTED = CONFIG.replace("\n", "\n  ").rstrip()
LIST = f"apiVersion: v1\nkind: List\nitems:\n- {INDENTED}\n"


def test_apply_creates_then_leaves_then_changes(judge):
    assert judge.same("apply -f -", CONFIG).out == "configmap/settings created\n"
    assert judge.same("apply -f -", CONFIG).out == "configmap/settings unchanged\n"
    other = CONFIG.replace("teal", "red <&>")
    assert judge.same("apply -f -", other).out == "configmap/settings configured\n"
    judge.same("get cm settings -o yaml")
    for flag in ("--dry-run=server", "--dry-run=client", "-o name", "-o yaml"):
        judge.same(f"apply -f - {flag}", CONFIG)


def test_apply_reads_what_editors_leave(judge):
    judge.same("apply -f -", "\ufeff" + CONFIG.replace("\n", "\r\n"))
    judge.same("apply -f -", f"---\n{CONFIG}---\n# nothing\n---\n{WEB}")
    judge.same("delete -f -", f"{CONFIG}---\n{WEB}")


def test_apply_merges_lists_by_their_keys(judge):
    judge.same("apply -f -", WEB)
    judge.same("scale deploy/web --replicas=5")
    judge.same("apply -f -", CHANGED)
    judge.same("get deploy web -o jsonpath={.spec}")
    judge.same("apply -f -", CHANGED)
    judge.same("apply -f -", WEB.replace("  replicas: 2\n", ""))
    judge.same("get deploy web -o jsonpath={.spec}")
    judge.same("delete deploy web --wait=false")


@pytest.mark.parametrize(
    ("line", "stdin"),
    [
        ("apply", None),
        ("apply -f nowhere.yaml", None),
        ("apply -f - extra", CONFIG),
        ("apply -f -", ""),
        ("apply -f -", "kind: ConfigMap\n"),
        ("apply -f -", "a: 1\n"),
        ("apply -f -", "- a\n- b\n"),
        ("apply -f -", "apiVersion: v1\nkind: Unicorn\nmetadata: {name: a}\n"),
        ("apply -f -", WRONG_LABELS),
        ("apply -f -", CONFIG + "colour: red\n"),
        ("apply -f -", CONFIG.replace("  name: settings\n", "  labels: {a: b}\n")),
        ("apply -f - --dry-run=maybe", CONFIG),
        ("apply -f - -o nonsense", CONFIG),
        ("apply -f - --as=jane", CONFIG),
        ("apply -f - -n other", CONFIG.replace("name:", "namespace: mine\n  name:")),
        ("create -f nowhere.yaml", None),
        ("create", None),
        ("create ns foo bar", None),
        ("replace", None),
        ("replace -f -", CONFIG.replace("settings", "nobody")),
        ("delete -f nowhere.yaml", None),
        ("delete", None),
        ("delete cm", None),
        ("delete cm nobody nothing", None),
        ("delete unicorns a", None),
        ("delete cm b --cascade=maybe", None),
        ("delete cm b --force --grace-period=5", None),
        ("delete cm --all -l a=b", None),
        ("delete cm/a b", None),
    ],
)
def test_what_is_wrong_is_told_in_the_same_words(newest, line, stdin):
    newest.same(line, stdin)


def test_create_refuses_what_is_there(newest):
    newest.same("create -f -", LIST)
    newest.same("create -f -", LIST)
    newest.same("create -f - --save-config", CONFIG.replace("settings", "saved"))
    newest.same("apply -f -", CONFIG)
    newest.same("replace -f -", CONFIG.replace("teal", "blue"))
    newest.same("replace --force -f -", CONFIG)
    newest.same("delete cm settings saved")
    newest.same("delete -f -", CONFIG)
    newest.same("delete -f - --ignore-not-found", CONFIG)


def test_delete_by_name_and_by_label(newest):
    for name in "abc":
        newest.same(f"create configmap {name} --from-literal=x=1")
        newest.same(f"label cm {name} team=red")
    newest.same("delete cm a --dry-run=client")
    newest.same("delete cm a --dry-run=server")
    newest.same("delete cm/a")
    newest.same("delete cm -l team=red -o name")
    newest.same("delete cm -l team=red")
    newest.same("delete pods --all")
