"""Go templates in their common forms: fields, range, if, with, variables, functions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from clusters.terminal.kubectl import go_words
from clusters.terminal.kubectl.errors import KubectlError
from clusters.terminal.kubectl.gotemplate_functions import FUNCTIONS, Fault, truth
from clusters.terminal.kubectl.gotemplate_parse import (
    Action,
    Branch,
    Loop,
    Node,
    Operand,
    ParseError,
    Pipe,
    Template,
    Text,
    parse,
)
from clusters.terminal.kubectl.room import TOO_MUCH, Room

MOST_ROUNDS = 100_000
NO_VALUE = "<no value>"


class _Break(Exception):
    pass


class _Continue(Exception):
    pass


@dataclass
class Run:
    """One execution: `.`, the variables in sight, and how much was done."""

    missing: bool
    root: Any
    rounds: int = 0
    variables: dict[str, Any] = field(default_factory=dict)

    def shown(self, nodes: tuple[Node, ...], dot: Any) -> Iterator[str]:
        """What the nodes print. Raises Fault."""
        before = dict(self.variables)
        for node in nodes:
            match node:
                case Text(text):
                    yield text
                case Action(pipe):
                    yield from self._acted(pipe, dot)
                case Branch():
                    yield from self._branched(node, dot)
                case Loop():
                    yield from self._looped(node, dot)
                case "break":
                    raise _Break
                case "continue":
                    raise _Continue
        self.variables = {name: self.variables[name] for name in before}

    def _acted(self, pipe: Pipe, dot: Any) -> Iterator[str]:
        value = self.value(pipe, dot)
        if not pipe.names:
            yield NO_VALUE if value is None else go_words.printed(value)

    def _branched(self, node: Branch, dot: Any) -> Iterator[str]:
        before = dict(self.variables)
        value = self.value(node.pipe, dot)
        if truth(value):
            yield from self.shown(node.body, value if node.moves else dot)
        else:
            yield from self.shown(node.other, dot)
        self.variables = {name: self.variables[name] for name in before}

    def _looped(self, node: Loop, dot: Any) -> Iterator[str]:
        before = dict(self.variables)
        names = node.pipe.names
        value = self.value(Pipe(node.pipe.commands, ()), dot)
        items = _items(value, node.pipe)
        for key, item in items:
            self.rounds += 1
            if self.rounds > MOST_ROUNDS:
                raise Fault("the template goes round too often")
            if names:
                self.variables[names[-1]] = item
            if len(names) > 1:
                self.variables[names[0]] = key
            try:
                yield from self.shown(node.body, item)
            except _Continue:
                continue
            except _Break:
                break
        if not items:
            yield from self.shown(node.other, dot)
        self.variables = {name: self.variables[name] for name in before}

    def value(self, pipe: Pipe, dot: Any) -> Any:
        """What a pipeline comes to; its variable, too, has it then. Raises Fault."""
        value: Any = None
        for place, command in enumerate(pipe.commands):
            last = [value] if place else []
            value = self._called(command, dot, last)
        for name in pipe.names:
            if not pipe.declares and name not in self.variables:
                raise Fault(f'undefined variable "{name}"')
            self.variables[name] = value
        return value

    def _called(self, command: tuple[Operand, ...], dot: Any, last: list[Any]) -> Any:
        first, *others = command
        if first.kind != "function":
            if others or last:
                raise Fault(f"can't give argument to non-function {first.text}")
            return self._operand(first, dot)
        if first.value in ("and", "or"):
            return self._chosen(first.value, others, dot, last)
        arguments = [self._operand(one, dot) for one in others] + last
        try:
            made = FUNCTIONS[first.value](*arguments)
        except Fault as fault:
            whole = " ".join(one.text for one in command)
            raise fault.at(first.place, whole) from fault
        except TypeError as error:
            raise Fault(f"wrong number of args for {first.value}") from error
        return self._fields(made, first)

    def _chosen(
        self, name: str, others: list[Operand], dot: Any, last: list[Any]
    ) -> Any:
        value: Any = None
        for one in others:
            value = self._operand(one, dot)
            if truth(value) == (name == "or"):
                return value
        return last[0] if last else value

    def _operand(self, one: Operand, dot: Any) -> Any:
        match one.kind:
            case "constant":
                return one.value
            case "function":
                return self._called((one,), dot, [])
            case "pipe":
                return self._fields(self.value(one.value, dot), one)
            case "variable":
                start = self.root if one.value == "$" else self.variables[one.value]
                return self._fields(start, one)
        return self._fields(dot, one)

    def _fields(self, value: Any, one: Operand) -> Any:
        for name in one.fields:
            value = self._field(value, name, one)
        return value

    def _field(self, value: Any, name: str, one: Operand) -> Any:
        if isinstance(value, dict):
            if name not in value and not self.missing:
                raise Fault(f'map has no entry for key "{name}"').at(
                    one.place, one.text
                )
            return value.get(name)
        if value is None:
            return None
        raise Fault(f"can't evaluate field {name} in type interface {{}}").at(
            one.place, one.text
        )


def _items(value: Any, pipe: Pipe) -> list[tuple[Any, Any]]:
    if isinstance(value, dict):
        return [(name, value[name]) for name in sorted(value)]
    if isinstance(value, list):
        return list(enumerate(value))
    if isinstance(value, int) and not isinstance(value, bool):
        return [(n, n) for n in range(min(value, MOST_ROUNDS))]
    if value is None:
        return []
    first = pipe.commands[0][0]
    raise Fault(f"range can't iterate over {go_words.printed(value)}").at(
        first.place, first.text
    )


def parsed(template: str) -> Template:
    """A template's tree. Raises KubectlError."""
    try:
        return parse(template, set(FUNCTIONS))
    except ParseError as error:
        raise KubectlError(
            f"error parsing template {template}, template: output:{error.line}: {error}"
        ) from error
    except RecursionError as error:
        raise KubectlError(TOO_MUCH) from error


def text(template: Template, data: Any, *, missing: bool = True) -> str:
    """What a template makes of an object. Raises KubectlError."""
    run = Run(missing, data)
    try:
        room = Room()
        return "".join(map(room.text, run.shown(template.nodes, data)))
    except RecursionError as error:
        raise KubectlError(TOO_MUCH) from error
    except (Fault, _Break, _Continue) as error:
        raise _told(template.source, str(error), data) from error


def _told(source: str, error: str, data: Any) -> KubectlError:
    said = f"template: output:{error}"
    return TemplateError(
        f"error executing template {go_words.quoted(source)}: {said}",
        f"Error executing template: {said}. Printing more information for debugging "
        f"the template:\n\ttemplate was:\n\t\t{source}\n\traw data was:\n\t\t"
        f"{go_words.as_json(data)}\n\tobject given to template engine was:\n\t\t"
        f"{go_words.printed(data)}\n\n",
    )


class TemplateError(KubectlError):
    """A template that does not fit; `printed` goes to standard output before."""

    def __init__(self, text: str, printed: str) -> None:
        super().__init__(text)
        self.printed = printed
