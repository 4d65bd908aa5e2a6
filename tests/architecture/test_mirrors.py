"""Each kind, controller and fault has its test, at the mirrored path."""

from __future__ import annotations

import ast
import inspect
import re
from types import ModuleType

import pytest

from clusters.sim.kube.kind import kinds
from clusters.sim.registry import controllers, faults
from eksconsole.home import REPOSITORY

FOLDERS = ("controllers", "faults")


def units(folder: str) -> list[str]:
    """The modules of a folder, and its packages where a thing needs several files."""
    found = sorted((REPOSITORY / "clusters" / "sim" / folder).iterdir())
    return [path.stem for path in found if not path.name.startswith(("_", "."))]


def has_test(folder: str, unit: str) -> bool:
    tests = REPOSITORY / "tests" / "sim" / folder
    return (tests / f"test_{unit}.py").exists() or any((tests / unit).glob("test_*.py"))


@pytest.mark.parametrize("folder", FOLDERS)
def test_each_has_a_test(folder):
    assert [unit for unit in units(folder) if not has_test(folder, unit)] == []


def test_each_kind_that_does_something_of_its_own_is_tried_by_name():
    """What only registers a kind is tested by the suite that all kinds pass."""
    folder = "kube/kinds"
    acting = [unit for unit in units(folder) if defines_functions(folder, unit)]
    tests = (REPOSITORY / "tests" / "sim" / "kube").rglob("test_*.py")
    said = "\n".join(path.read_text() for path in tests)

    assert [unit for unit in acting if not is_named(unit, said)] == []


def is_named(unit: str, said: str) -> bool:
    """`config_map` as ConfigMap, configmaps or config_map."""
    joined = unit.replace("_", "")
    return bool(re.search(rf"\b({unit}|{joined}s?)\b", said, re.IGNORECASE))


def defines_functions(folder: str, unit: str) -> bool:
    path = REPOSITORY / "clusters" / "sim" / folder / unit
    files = path.rglob("*.py") if path.is_dir() else [path.with_suffix(".py")]
    return any(
        isinstance(node, ast.FunctionDef)
        for file in files
        for node in ast.parse(file.read_text()).body
    )


def test_each_controller_is_in_the_file_of_its_name():
    entries = {name: entry.reconcile for name, entry in controllers.items()}

    assert misnamed(entries, "clusters.sim.controllers") == []


def test_each_fault_is_in_the_file_of_its_name():
    entries = {name: entry.cause for name, entry in faults.items()}

    assert misnamed(entries, "clusters.sim.faults") == []


def misnamed(entries: dict[str, object], package: str) -> list[str]:
    """Those whose name is neither their module's, their package's nor both together."""
    return [
        f"{name}: {module_of(what).__name__}"
        for name, what in entries.items()
        if name.replace("-", "_") not in names(module_of(what), package)
    ]


def names(module: ModuleType, package: str) -> set[str]:
    words = module.__name__.removeprefix(f"{package}.").split(".")
    return {*words, "_".join(words)}


def module_of(what: object) -> ModuleType:
    module = inspect.getmodule(what)
    assert module is not None
    return module


def test_there_are_kinds():
    assert list(kinds) != []
