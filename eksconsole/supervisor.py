"""Keep programs running: start, wait until each answers, restart, stop in order."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eksconsole.children import ended, start, stop

TOO_OFTEN = 5
WITHIN = 60.0
LONGEST_PAUSE = 8.0
READY_WITHIN = 90.0

Say = Callable[[str], None]


@dataclass(frozen=True)
class Program:
    name: str
    command: tuple[str, ...]
    ready: Callable[[int], Awaitable[bool]]
    log: Path
    descriptors: tuple[int, ...] = ()
    stop_within: float = 5.0
    first_pause: float = 0.5


class KeepsDying(Exception):
    def __init__(self, program: Program, why: str) -> None:
        super().__init__(f"{program.name} {why}")
        self.program = program


async def supervise(
    stages: Sequence[Sequence[Program]],
    *,
    environment: dict[str, str],
    say: Say,
    when_ready: Callable[[], None],
) -> None:
    """Run the stages, each when the one before answers, until told to stop."""
    keepers: list[list[asyncio.Task[None]]] = []
    told = asyncio.ensure_future(told_to_stop())
    try:
        for stage in stages:
            answers = [asyncio.Event() for _ in stage]
            keepers.append(
                [
                    asyncio.ensure_future(keep(program, environment, say, answer))
                    for program, answer in zip(stage, answers, strict=True)
                ]
            )
            everyone = asyncio.ensure_future(all_of(answers))
            await first_of(told, everyone, *flat(keepers))
            everyone.cancel()
            if told.done():
                return
        when_ready()
        await first_of(told, *flat(keepers))
    finally:
        told.cancel()
        for stage_keepers in reversed(keepers):
            for keeper in stage_keepers:
                keeper.cancel()
            await asyncio.gather(*stage_keepers, return_exceptions=True)


async def all_of(events: list[asyncio.Event]) -> None:
    for event in events:
        await event.wait()


def flat(keepers: list[list[asyncio.Task[None]]]) -> list[asyncio.Task[None]]:
    return [keeper for stage in keepers for keeper in stage]


async def first_of(*waiting: asyncio.Future[Any]) -> None:
    """Wait for one of these; raise what it raised."""
    done, _ = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    for finished in done:
        finished.result()


async def told_to_stop() -> None:
    stop_it = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, stop_it.set)
    await stop_it.wait()


async def keep(
    program: Program, environment: dict[str, str], say: Say, answers: asyncio.Event
) -> None:
    """Run the program again whenever it ends; give up when it keeps ending."""
    loop = asyncio.get_running_loop()
    deaths: list[float] = []
    while True:
        process = await start(
            program.command, environment, program.log, program.descriptors
        )
        try:
            await wait_until_ready(program, process)
            if process.returncode is None:
                if deaths:
                    say(f"{program.name} answers again.")
                answers.set()
            await process.wait()
        finally:
            await stop(process, program.stop_within)
        deaths = [when for when in deaths if loop.time() - when < WITHIN]
        deaths.append(loop.time())
        if len(deaths) >= TOO_OFTEN:
            raise KeepsDying(program, f"ended {TOO_OFTEN} times within a minute")
        pause = min(LONGEST_PAUSE, program.first_pause * 2 ** (len(deaths) - 1))
        say(f"{program.name} {ended(process)}; starting it again in {pause:g} s.")
        await asyncio.sleep(pause)


async def wait_until_ready(
    program: Program, process: asyncio.subprocess.Process
) -> None:
    """Return when the program answers or has ended."""
    loop = asyncio.get_running_loop()
    latest = loop.time() + READY_WITHIN
    while process.returncode is None and not await program.ready(process.pid):
        if loop.time() > latest:
            raise KeepsDying(program, f"did not answer within {READY_WITHIN:g} s")
        await asyncio.sleep(0.05)


def python(*arguments: str) -> tuple[str, ...]:
    return (sys.executable, *arguments)
