"""Somebody else who works on the same calls; each value of theirs is written once and is like no other."""

from __future__ import annotations

import asyncio
import itertools
import json
import random
from typing import Any

from bench.kills.gateway import Gateway
from bench.kills.plan import Desk
from bench.kills.wire import Request
from callrail_tui.model.edit import LEAD, NAME, NOT_A_LEAD, NOTE, SPAM, TAGS, VALUE


class Colleague:
    """Writes at random moments, and now and then just behind a request of the program."""

    def __init__(self, gateway: Gateway, desk: Desk, rng: random.Random) -> None:
        self._gateway = gateway
        self._desk = desk
        self._rng = rng
        self._number = itertools.count(1)
        self._judged: set[str] = set()

    async def wander(self) -> None:
        """Change something every few milliseconds, until cancelled."""
        places = (*self._desk.singles, *self._desk.bulk)
        while True:
            await asyncio.sleep(self._rng.uniform(0.02, 0.08))
            await self._write(self._rng.choice(places), self._rng.choice((NOTE, TAGS, VALUE, NAME, LEAD)))

    async def step_in(self, request: Request, was_carried_out: bool) -> None:
        """Change what the program has just read, or has just tried to write."""
        call_id = request.call_id
        if call_id is None or call_id in self._desk.spam:
            return
        if request.method == "GET":
            if self._rng.random() < 0.05:
                await self._write(call_id, self._rng.choice((NOTE, TAGS, VALUE, NAME, LEAD)))
        elif request.method == "PUT" and self._rng.random() < 0.15:
            names = [name for name in json.loads(request.body) if name in (NOTE, VALUE, NAME, LEAD)]
            await self._write(call_id, self._rng.choice([*names, TAGS]))

    async def _write(self, call_id: str, name: str) -> None:
        body = await self._body(call_id, name)
        if body:
            await self._gateway.colleague(call_id, body)

    async def _body(self, call_id: str, name: str) -> dict[str, Any]:
        number = next(self._number)
        if name == LEAD:
            if call_id not in self._desk.theirs or call_id in self._judged:
                return {}
            self._judged.add(call_id)
            return {LEAD: NOT_A_LEAD}
        if name == NAME:
            return {NAME: f"Colleague {number}"} if call_id in self._desk.named else {}
        if name == TAGS:
            state = await self._gateway.state(call_id)
            base = [tag for tag in state[TAGS] if tag in self._desk.base_tags.get(call_id, ())]
            if state[SPAM] or not base or self._rng.random() < 0.7:
                return {"tag_list": [f"Colleague {number}"], "append_tags": True}
            gone = self._rng.choice(base)
            return {"tag_list": [tag for tag in state[TAGS] if tag != gone]}
        return {name: f"colleague {number}" if name == NOTE else f"{500_000 + number}"}
