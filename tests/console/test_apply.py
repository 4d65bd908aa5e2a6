"""Applying YAML: each object by itself, what is wrong beside its line, nothing lost."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from clusters.console.kubernetes.samples import SAMPLES
from clusters.sim.world import Key

CONFIG = """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: greeting
data:
  text: <script>alert(1)</script>
"""
POD = """\
apiVersion: v1
kind: Pod
metadata:
  name: a
spec:
  containers:
  - name: a
    imagee: nginx
"""


@pytest.fixture
def at(owner, sandbox, cluster):
    def ask(path="apply/", **form):
        url = f"/s/{sandbox.id}/cluster/demo/{path}"
        return owner.post(url, form) if form else owner.get(url)

    return ask


@pytest.fixture
def config(cluster, world):
    """Where the ConfigMap is kept."""
    return Key(
        "k8s.ConfigMap", f"{world().find(cluster)['_']['id']}/default", "greeting"
    )


def lines(answer):
    """The lines that are said to be wrong."""
    return [problem.line for problem in answer.context["problems"]]


def texts(answer):
    return [line["text"] for line in answer.context["done"]]


def test_yaml_that_is_applied_is_there_and_learners_text_is_escaped(at, config, world):
    answer = at(yaml=CONFIG)

    assert "configmaps/greeting created" in answer.content.decode()
    assert world().find(config)["data"]["text"] == "<script>alert(1)</script>"
    page = at("objects/configmaps/default/greeting/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_applying_again_changes_what_is_there_or_says_unchanged(at, config, world):
    at(yaml=CONFIG)

    changed = at(yaml=CONFIG.replace("<script>alert(1)</script>", "hello"))
    same = at(yaml=CONFIG.replace("<script>alert(1)</script>", "hello"))

    assert texts(changed) == ["configmaps/greeting configured"]
    assert texts(same) == ["configmaps/greeting unchanged"]
    assert world().find(config)["data"]["text"] == "hello"


def test_a_check_says_what_would_come_of_it_and_changes_nothing(at, config, world):
    before = world().rv

    fresh = at(yaml=CONFIG, act="check")

    assert texts(fresh) == ["configmaps/greeting created (server dry run)"]
    assert world().rv == before
    at(yaml=CONFIG)
    before = world().rv
    other = at(yaml=CONFIG.replace("alert(1)", "alert(2)"), act="check")
    signs = {row.sign for row in other.context["done"][0]["rows"]}
    assert {"-", "+"} <= signs
    assert world().rv == before


def test_a_file_can_be_uploaded(at, config, world):
    at(file=SimpleUploadedFile("greeting.yaml", CONFIG.encode()))

    assert world().find(config) is not None


def test_a_file_that_is_too_large_is_refused(at):
    large = SimpleUploadedFile("large.yaml", b"#" * (1024 * 1024 + 1))

    assert at(file=large).status_code == 422


def test_yaml_that_does_not_parse_changes_nothing_and_is_kept(at, world):
    before = world().rv

    answer = at(yaml="kind: Pod\n\tname: x")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "line 2, column 1" in page
    assert "\tname: x" in page
    assert "replace the tab" in page
    assert lines(answer) == [2]
    assert 'href="#line-2"' in page
    assert 'id="line-2"' in page
    assert world().rv == before


def test_one_refused_object_does_not_stop_the_others(at, config, world):
    bad = CONFIG.replace("name: greeting", "name: Not_A_Name")

    answer = at(yaml=f"{bad}---\nkind: Nothing\napiVersion: v1\n---\n{CONFIG}")

    assert answer.status_code == 422
    assert [line["tone"] for line in answer.context["done"]] == ["bad", "bad", "ok"]
    assert lines(answer) == [4, 8]
    assert "mapping not found for document 2" in answer.context["done"][1]["text"]
    assert world().find(config) is not None


def test_a_refusals_field_is_found_on_its_line_in_a_later_document(at):
    answer = at(yaml=f"{CONFIG}---\n{POD}")

    told = [problem.message for problem in answer.context["problems"]]
    assert told == ['unknown field "spec.containers[0].imagee"']
    assert lines(answer) == [15]


def test_a_missing_field_is_told_at_what_lacks_it(at):
    answer = at(yaml=POD.replace("    imagee: nginx\n", ""))

    assert answer.context["problems"][0].path == "spec.containers[0].image"
    assert lines(answer) == [7]


def test_a_name_that_is_there_twice_is_refused_with_line_and_word(at, world):
    before = world().rv

    answer = at(yaml=f"{CONFIG}metadata:\n  name: b\n")

    assert 'line 7: key "metadata" already set in map' in texts(answer)[0]
    assert lines(answer) == [7]
    assert world().rv == before


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(at, config, world):
    at(yaml="\ufeff" + CONFIG.replace("\n", "\r\n"))

    assert world().find(config) is not None


def test_a_very_long_name_is_refused_in_the_apis_words(at):
    answer = at(yaml=CONFIG.replace("greeting", "x" * 300))

    assert "must be no more than 253" in answer.content.decode()
    assert lines(answer) == [4]


def test_too_many_objects_at_once_are_refused_before_any_is_made(at, world):
    before = world().rv
    many = "---\n".join(CONFIG.replace("greeting", f"c{n}") for n in range(201))

    answer = at(yaml=many)

    assert "send 200 at a time" in answer.content.decode()
    assert world().rv == before


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_each_sample_can_be_applied(sample, at):
    shown = at(f"apply/?sample={sample.name}").context["typed"]

    answer = at(yaml=shown)

    assert shown == sample.text
    assert {line["tone"] for line in answer.context["done"]} == {"ok"}


def test_who_looks_on_finds_no_button(teacher, sandbox, cluster):
    page = teacher.get(f"/s/{sandbox.id}/cluster/demo/apply/").content.decode()

    assert "only the owner" in page
    assert 'value="apply"' not in page
