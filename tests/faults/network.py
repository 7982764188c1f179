"""Virtual time, and a network that drops, repeats, cuts, delays and reorders whatever crosses it."""

import heapq
import json
from collections import Counter
from collections.abc import Callable
from itertools import count
from random import Random
from typing import Any

from inspection.domain.events import Event
from tests.faults.server import Request, SimServer

TIMEOUT_MS = 30_000
MAX_STEPS = 10_000
Answered = Callable[[int, Any], None]
"""Called once with (status, JSON), or with (0, None) when no whole answer came."""


class NeverQuiet(AssertionError):
    """A seed that goes on and on: somebody asks the same for ever."""


class Timeline:
    """A virtual clock that jumps from one appointment to the next."""

    def __init__(self, now: int) -> None:
        self.now = now
        self._numbers = count()
        self._steps = 0
        self._waiting: list[tuple[int, int, Callable[[], None]]] = []

    def after(self, delay_ms: int, act: Callable[[], None]) -> None:
        """Do something later."""
        heapq.heappush(self._waiting, (self.now + delay_ms, next(self._numbers), act))

    def run(self) -> None:
        """Go on until nothing is left to do."""
        while self._waiting:
            self._steps += 1
            if self._steps > MAX_STEPS:
                raise NeverQuiet(f"{MAX_STEPS} steps")
            at, _, act = heapq.heappop(self._waiting)
            self.now = max(self.now, at)
            act()


class Network:
    """Carries every message between tablets and server.

    Attributes:
        healed: From then on nothing goes wrong.
        silent: Numbers of tablets whose messages still on their way are lost.
        read: {(visit, incarnation, seq): (record, key, event)} of what some tablet has read and checked.
    """

    def __init__(self, timeline: Timeline, server: SimServer, dice: Random, tally: Counter[str]) -> None:
        self.timeline, self.server, self.dice, self.tally = timeline, server, dice, tally
        self.healed = False
        self.silent: set[int] = set()
        self.read: dict[tuple[str, str, int], list[tuple[Any, bytes, Event]]] = {}
        self._newest: dict[int, int] = {}
        self._numbers = count(1)

    def send(self, sender: int, request: Request, answered: Answered) -> None:
        """Send one request for a tablet; its number tells messages that overtake each other."""
        self.tally["messages"] += 1
        exchange = _Exchange(answered)
        fate = "" if self.healed else self._fate()
        if fate:
            self.tally[f"fault: {fate}"] += 1
        number = next(self._numbers)
        self.timeline.after(TIMEOUT_MS, lambda: exchange.finish(0, None))
        if fate == "request lost":
            return
        if fate == "request cut":
            half = request.body[: self.dice.randrange(len(request.body) or 1)]
            request = Request(request.method, request.path, half, request.headers)
        for _ in range(2 if fate == "request repeated" else 1):
            self.timeline.after(self._delay(), lambda: self._arrive(sender, number, request, exchange, fate))

    def _fate(self) -> str:
        fates = ["request lost", "answer lost", "request repeated", "request cut", "answer cut", ""]
        return self.dice.choices(fates, [6, 6, 5, 3, 3, 77])[0]

    def _delay(self) -> int:
        if self.healed:
            return self.dice.randrange(5, 60)
        if self.dice.random() < 0.08:
            self.tally["fault: delayed for long"] += 1
            return self.dice.randrange(20_000, 90_000)
        return self.dice.randrange(20, 3_000)

    def _arrive(self, sender: int, number: int, request: Request, exchange: "_Exchange", fate: str) -> None:
        if sender in self.silent:
            return
        if number < self._newest.get(sender, 0):
            self.tally["fault: reordered"] += 1
        self._newest[sender] = max(number, self._newest.get(sender, 0))
        self.server.hold = not self.healed and self.dice.random() < 0.25
        reply = self.server.handle(request)
        self.tally[f"answer: {reply.status} {reply.body.get('code', '')}".rstrip()] += 1
        body = json.dumps(reply.body).encode()

        def leave() -> None:
            if reply.held is not None:
                self.server.publish(reply.held)
            if fate != "answer lost":
                self.timeline.after(self._delay(), lambda: exchange.finish(reply.status, sent))

        sent: bytes | None = None if fate == "answer cut" else body
        if reply.held is None:
            leave()
        else:
            self.tally["fault: commit seen late"] += 1
            self.timeline.after(self.dice.randrange(50, 12_000), leave)


class _Exchange:
    """One question and at most one answer."""

    def __init__(self, answered: Answered) -> None:
        self._answered, self._open = answered, True

    def finish(self, status: int, body: bytes | None) -> None:
        if self._open:
            self._open = False
            if body is None:
                self._answered(0, None)
            else:
                self._answered(status, json.loads(body))
