"""The samples: files of every terminal, that nobody changes and that take no room."""

from __future__ import annotations

import pytest

from clusters import runtime
from clusters.console.kubernetes.samples import SAMPLES
from clusters.models import Terminal
from clusters.terminal import samples, store
from clusters.terminal.files import MOST_BYTES, MOST_FILES, FileError, Files
from clusters.terminal.session import Session
from tests.terminal.lines import alone, out, said

NAMES = sorted(f"{sample.name}.yaml" for sample in SAMPLES)


@pytest.fixture
def session():
    return alone(files=Files(given=samples.FILES))


def test_they_are_listed_and_read_like_other_files(session):
    assert out(session, "ls") == "samples\n"
    assert out(session, "ls samples | cat").split() == NAMES
    assert out(session, "cat samples/web.yaml") == SAMPLES[0].text
    assert out(session, "cd samples; grep -c replicas w*.yaml; cd") == "1\n"
    assert out(session, "ls -l ~/samples/pod.yaml").startswith("-r--r--r-- ")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("echo x > samples/web.yaml", "bash: samples/web.yaml: "),
        ("echo x >> samples/new", "bash: samples/new: "),
        ("rm samples/pod.yaml", "rm: cannot remove 'samples/pod.yaml': "),
        ("rm -rf samples", "rm: cannot remove 'samples': "),
        ("mv samples/pod.yaml .", "mv: 'samples/pod.yaml': "),
        ("touch samples/new", "touch: cannot touch 'samples/new': "),
        ("mkdir samples/new", "mkdir: cannot create directory 'samples/new': "),
        ("sed -i s/web/x/ samples/web.yaml", "sed: "),
        ("nano samples/web.yaml", "nano: samples/web.yaml: "),
    ],
)
def test_nobody_changes_them(session, line, told):
    before = dict(session.files.texts)
    found = said(session, line)
    assert found.code != 0
    assert found.err.startswith(told)
    assert "Read-only file system" in found.err
    assert session.files.texts == before
    assert session.files.changed == set()


def test_removing_all_removes_what_is_ones_own(session):
    said(session, "mkdir app; echo a > app/one; echo b > two")
    assert said(session, "rm -r ~").code == 1
    assert session.files.texts == samples.FILES


def test_a_copy_is_ones_own(session):
    assert out(session, "cp samples/web.yaml . && sed -i s/web/shop/ web.yaml") == ""
    assert "name: shop" in session.files.read("/home/learner/web.yaml")


def test_they_take_no_room(session):
    assert session.files.size() == 0
    session.files.write("/home/learner/big", "x" * MOST_BYTES)
    session.files.remove("/home/learner/big")
    for number in range(MOST_FILES):
        session.files.write(f"/tmp/{number}", "")  # noqa: S108 a key, no file here
    with pytest.raises(FileError, match="quota"):
        session.files.write("/home/learner/more", "")


@pytest.mark.django_db
def test_they_are_there_for_each_line_and_never_stored():
    sandbox = runtime.create(seed=5)
    made, before = Session(sandbox.id, None), store.load(sandbox.id)
    store.fill(made, before)
    said(made, "cp samples/web.yaml mine.yaml; rm samples/pod.yaml")
    assert store.save(made, before) == []
    later = Session(sandbox.id, None)
    store.fill(later, store.look(sandbox.id))

    assert list(store.look(sandbox.id).files) == ["/home/learner/mine.yaml"]
    assert out(later, "ls samples | cat").split() == NAMES
    with pytest.raises(FileError, match="Read-only"):
        store.write(sandbox.id, f"{samples.FOLDER}/web.yaml", "x")
    assert Terminal.objects.count() == 1


@pytest.mark.parametrize(
    "name", ["web", "web.yaml", "samples/web", "samples/web.yaml", "./web"]
)
def test_kubectl_takes_a_sample_by_its_name(terminal, name):
    assert terminal.ok(f"apply -f {name} --dry-run=client -o name") == (
        "deployment.apps/web\nservice/web\n"
    )


def test_a_file_of_ones_own_goes_before_a_sample(terminal):
    text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: mine}\n"
    terminal.session.files.write("/home/learner/web.yaml", text)
    assert terminal.ok("apply -f web.yaml --dry-run=client -o name") == (
        "configmap/mine\n"
    )


def test_what_is_neither_file_nor_sample_does_not_exist(terminal):
    assert terminal.kubectl("apply -f unicorn.yaml").err == (
        'error: the path "unicorn.yaml" does not exist\n'
    )
