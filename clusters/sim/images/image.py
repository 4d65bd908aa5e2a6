"""Image: what an image holds and runs; small files in `library` announce theirs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from clusters.sim.images.process import FOREVER, Process, Start
from clusters.sim.images.reference import parsed
from clusters.sim.registry import Registry

Program: TypeAlias = Callable[[Start], Process]


@dataclass(frozen=True, eq=False)
class Image:
    """An image's configuration, and its programs as functions of a Start.

    `dialect` is that of its /bin/sh (busybox, dash, bash), "" where it has none;
    `tools` are further programs of its $PATH that a script may name.
    """

    repositories: tuple[str, ...]
    entrypoint: tuple[str, ...] = ()
    command: tuple[str, ...] = ()
    user: str = ""
    env: Mapping[str, str] = field(default_factory=dict)
    dialect: str = ""
    tools: frozenset[str] = frozenset()
    programs: Mapping[str, Program] = field(default_factory=dict)
    ports: tuple[int, ...] = ()
    modelled: bool = True


images: Registry[Image] = Registry("clusters.sim.images.library")


def register(image: Image) -> Image:
    """Announce an image, under each repository that carries it."""
    for repository in image.repositories:
        images.add(repository, image)
    return image


def found(name: str) -> Image:
    """The image of a reference; a stand-in for one that is not modelled."""
    repository = parsed(name).repository
    known = images.get(repository) or images.get(repository.replace(MIRROR, HUB))
    return known or images.get(_without_registry(repository)) or STAND_IN


MIRROR = "public.ecr.aws/docker/library/"
HUB = "docker.io/library/"


def _without_registry(repository: str) -> str:
    """Add-on images live in one registry per region: match them by path."""
    host, _, path = repository.partition("/")
    return f"ecr/{path}" if ".dkr.ecr." in host else repository


def _stand_in(start: Start) -> Process:
    """Runs silently for ever and answers 200 on the ports its Pod declares."""

    def answer(port: int, _path: str, at: float) -> int | None:
        return 200 if port in start.ports and 0 <= at < FOREVER else None

    return Process(answer=answer)


STAND_IN = Image((), dialect="dash", modelled=False, programs={"": _stand_in})
"""For images that nobody described: honest about knowing nothing of them."""
