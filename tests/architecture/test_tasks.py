"""A task that is sent by name exists under that name."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from clusters.steps.drive import PROCEED, task_name
from eksconsole.celery import app
from eksconsole.home import REPOSITORY

APPS = ("eksconsole", "clusters", "lessons")


def registered() -> set[str]:
    app.loader.import_default_modules()
    return {name for name in app.tasks if not name.startswith("celery.")}


def sent(tree: ast.Module) -> Iterator[str]:
    """The names given to `send_task`, written out or as a module's constant."""
    constants = {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        match node:
            case ast.Call(ast.Attribute(attr="send_task"), [ast.Constant(name), *_]):
                yield name
            case ast.Call(ast.Attribute(attr="send_task"), [ast.Name(constant), *_]):
                # A name that is put together at run time has a test of its own.
                if constant in constants:
                    yield constants[constant]


def senders() -> list[str]:
    """The text of each module that sends tasks."""
    paths: list[Path] = [p for name in APPS for p in (REPOSITORY / name).rglob("*.py")]
    return [text for path in paths if "send_task" in (text := path.read_text())]


def test_names_given_to_send_task_are_registered():
    names = {name for text in senders() for name in sent(ast.parse(text))}

    assert names != set()
    assert names - registered() == set()


def test_each_getting_started_step_has_its_task():
    assert {task_name(step) for step in PROCEED} - registered() == set()


def test_tasks_are_named_after_their_app():
    apps = {name.partition(".")[0] for name in registered()}

    assert apps <= set(APPS)
