"""The outbox on the screen: every state is told, every key does what it says or says why not."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from textual.dom import DOMNode

from callrail_tui.errors import CallrailTuiError
from callrail_tui.keymap import APP, OUTBOX, actions
from callrail_tui.messages import SessionChanged
from callrail_tui.model.edit import GOOD, LEAD, NOT_A_LEAD, NOTE, SPAM, TAGS, Edit, Failure, Known, State, TagDelta
from callrail_tui.present.copying import Copyable
from callrail_tui.screens.outbox import OutboxScreen
from callrail_tui.session.facts import EditsChanged, EditsTold
from callrail_tui.session.session import Session
from tests.hostile import CANARY, PAYLOADS
from tests.screens.outbox_stand_in import StandIn
from tests.screens.running import NOW, Program, program

AT = NOW.timestamp()
SIZES = [(80, 24), (120, 36), (200, 50)]
REFUSED = Failure("Your role may not change calls.", "Ask an administrator of the account.", "Forbidden: reporting")


def edit(seq: int, state: State, field: str = LEAD, want: object = GOOD, **others: object) -> Edit:
    """An edit of its own act and call, unless told otherwise."""
    parts: dict[str, object] = {"act": seq, "call_id": f"CAL{seq:03}", "base": Known(None), "created": AT - 60 * seq}
    return Edit(seq=seq, account="ACC1", field=field, want=want, state=state, **{**parts, **others})  # type: ignore[arg-type]


NOTE_CONFLICT = edit(
    1, State.CONFLICT, NOTE, "Wants a quote for\ntwo bathrooms.", base=Known("Called twice."), seen=Known("Left a message.")
)
LEAD_CONFLICT = edit(2, State.CONFLICT, base=Known(None), seen=Known(NOT_A_LEAD))
BROKEN = edit(3, State.FAILED, TAGS, TagDelta(("Quote",), ("Old",)), base=Known(("Old", "Spring")), failure=REFUSED)
HELD = edit(4, State.HELD)
ON_THE_WIRE = edit(5, State.INFLIGHT, want=NOT_A_LEAD)
UNSURE = edit(6, State.UNSURE, NOTE, "call back", base=None)
SENT = edit(7, State.DONE, want=NOT_A_LEAD)
SPAMMED = edit(8, State.DONE, SPAM, True, base=Known(False))
EACH = (NOTE_CONFLICT, LEAD_CONFLICT, BROKEN, HELD, ON_THE_WIRE, UNSURE, SENT, SPAMMED)

STATES = [State.DONE] * 12 + [State.FAILED] + [State.QUEUED] * 74


def bulk(act: int = 50) -> list[Edit]:
    """One decision about 87 calls: 12 are sent, one failed."""
    want = TagDelta(("Quote",))
    return [
        edit(100 + at, state, TAGS, want, act=act, created=AT, failure=REFUSED if state is State.FAILED else None)
        for at, state in enumerate(STATES)
    ]


@dataclass
class Open:
    """The outbox over the running program, and what stands behind it."""

    run: Program
    screen: OutboxScreen
    edits: StandIn
    told: list[str]
    posted: list[object]

    @property
    def text(self) -> str:
        return self.run.screen_text()

    async def press(self, *keys: str) -> None:
        await self.run.press(*keys)

    async def changed(self) -> None:
        self.screen.post_message(SessionChanged(EditsChanged(frozenset())))
        await self.run.pilot.pause()

    async def select(self, seq: int) -> None:
        """Move the cursor to an edit's line."""
        await self.press("g")
        for _ in self.screen.lines.lines:
            if (line := self.screen.lines.line) is not None and getattr(line, "edit", None) and line.edit.seq == seq:  # type: ignore[union-attr]
                return
            await self.press("j")
        raise AssertionError(f"no line of {seq} in\n{self.text}")


Opened = Callable[..., object]


@pytest.fixture
def outbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Opened:
    """Opens the outbox over a stand-in."""

    @asynccontextmanager
    async def opened(edits: Sequence[Edit], size: tuple[int, int] = (120, 36), **words: str) -> AsyncIterator[Open]:
        stand_in = StandIn(edits, {int(act[1:]): said for act, said in words.items()})
        monkeypatch.setattr(Session, "edits", stand_in, raising=False)
        async with program(tmp_path, size=size) as run:
            session = run.app.opener.session
            assert session is not None
            vars(session)["edits"] = stand_in
            screen = OutboxScreen(session, run.app.today)
            found = Open(run, screen, stand_in, [], [])
            monkeypatch.setattr(screen, "notify", lambda message, **_: found.told.append(message))
            post = screen.post_message
            monkeypatch.setattr(screen, "post_message", lambda message: (found.posted.append(message), post(message))[1])
            await run.app.push_screen(screen)
            await run.until(lambda: run.app.focused is screen.lines)
            await run.until(lambda: "was " in run.screen_text() or not edits or screen.lines.lines)
            await run.pilot.pause()
            yield found

    return opened


@pytest.mark.parametrize("size", SIZES)
async def test_show(outbox: Opened, size: tuple[int, int]) -> None:
    async with outbox([*EACH, *bulk()], size, _50="+ Quote") as out:
        out.edits.seconds = {4: 4}
        out.edits.sends_elsewhere = True
        await out.changed()
        print(out.text)
        for seq in (2, 3, 4):
            await out.select(seq)
            print(out.text)
    assert 0
