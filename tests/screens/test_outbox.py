"""The outbox on the screen: every state is told, every key does what it says or says why not."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from textual.dom import DOMNode

from callrail_tui.commands import offered, run_action
from callrail_tui.errors import CallrailTuiError
from callrail_tui.keymap import APP, OUTBOX, actions
from callrail_tui.messages import CallAsked, CopyAsked, SessionChanged
from callrail_tui.model.edit import GOOD, LEAD, NOT_A_LEAD, NOTE, SPAM, TAGS, Edit, Failure, Known, State, TagDelta
from callrail_tui.present.copying import Copyable
from callrail_tui.screens.outbox import OutboxScreen
from callrail_tui.session.facts import EditsChanged, EditsTold
from callrail_tui.session.session import Session
from callrail_tui.text import FORBIDDEN
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
    1,
    State.CONFLICT,
    NOTE,
    "Wants a quote for\ntwo bathrooms.",
    base=Known("Called twice."),
    seen=Known("Left a message."),
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
            monkeypatch.setattr(
                screen, "post_message", lambda message: (found.posted.append(message), post(message))[1]
            )
            await run.app.push_screen(screen)
            await run.until(lambda: run.app.focused is screen.lines)
            await run.until(lambda: "was " in run.screen_text() or not edits or screen.lines.lines)
            await run.pilot.pause()
            yield found

    return opened


@pytest.mark.parametrize("size", SIZES)
async def test_every_state_stands_in_its_section_with_what_was_and_what_is(
    outbox: Opened, size: tuple[int, int]
) -> None:
    async with outbox(EACH, size) as out:
        out.edits.seconds = {4: 4}
        await out.changed()
        seen = out.text
        await out.press("G")
        seen += "\n" + out.text
        lines = seen.splitlines()
        assert lines[0].startswith(" Outbox  2 conflicts · 1 failed · 3 pending · 2 done")
        order = [line.strip() for line in lines if line.strip() in ("Conflicts", "Failed", "On their way")]
        assert order[:3] == ["Conflicts", "Failed", "On their way"]
        assert "Done in this session" in seen
        assert all(f"CAL{number:03}" in seen for number in range(1, 9))
        assert "not scored → good lead" in seen
        assert "not read → “call back”" in seen
        assert "held 4 s" in seen
        assert "sending" in seen
        assert "not sure" in seen
        assert "failed: Your ro" in seen
        assert max(map(len, out.text.splitlines())) <= size[0]


async def test_a_narrow_line_tells_of_tags_what_changes_and_a_wide_one_both_values(outbox: Opened) -> None:
    async with outbox([BROKEN], (80, 24)) as out:
        assert "+ Quote, − Old  " in out.text
    async with outbox([BROKEN], (120, 36)) as out:
        assert "Old, Spring → Spring, Quote" in out.text


async def test_a_wide_line_of_a_conflict_says_what_is_there_now(outbox: Opened) -> None:
    async with outbox([LEAD_CONFLICT]) as out:
        assert "conflict, theirs: not a lead" in out.text


@pytest.mark.parametrize("size", SIZES)
async def test_the_text_below_shows_the_three_values_of_a_conflict_and_its_keys(
    outbox: Opened, size: tuple[int, int]
) -> None:
    async with outbox(EACH, size) as out:
        await out.run.until(lambda: "was      Called twice." in out.text)
        assert "theirs   Left a message." in out.text
        assert "mine     Wants a quote for\n          two bathrooms." in out.text
        assert "m keep mine · b keep theirs · + keep both · y copy why · enter go to the call" in out.text
        await out.select(2)
        await out.run.until(lambda: "theirs   not a lead" in out.text)
        assert "keep both" not in out.text


async def test_the_text_below_tells_the_reason_the_cure_and_the_servers_words(outbox: Opened) -> None:
    async with outbox(EACH, (80, 24)) as out:
        await out.select(3)
        await out.run.until(lambda: "Forbidden: reporting" in out.text)
        for line in ("was      Old, Spring", "is       Spring, Quote", "change   + Quote, − Old",
                     "failed   Your role may not change calls.", "cure     Ask an administrator of the account.",
                     "server   Forbidden: reporting"):  # fmt: skip
            assert line in out.text


async def test_a_caller_is_named_where_the_call_is_loaded(outbox: Opened) -> None:
    async with outbox([HELD]) as out:
        call = out.screen.session.window.row(2)
        assert call is not None
        assert call.customer_name
        out.edits.edits = [HELD._replace(call_id=call.id)]
        await out.changed()
        assert call.customer_name in out.text.splitlines()[3]
        assert call.id not in out.text


async def test_an_empty_outbox_says_what_it_is_for(outbox: Opened) -> None:
    async with outbox([], (80, 24)) as out:
        assert "Nothing is on its way." in out.text
        for key in ("enter", "u", "D", "r", "m", "b", "plus", "p", "y", "j", "G", "l", "h"):
            await out.press(key)
        assert out.edits.asked == []
        assert len(out.told) == 9


# Keys ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seq", "key", "asked"),
    [
        (1, "m", ("mine", 1)), (1, "b", ("theirs", 1)), (1, "plus", ("merge", 1)), (2, "b", ("theirs", 2)),
        (3, "r", ("retry", 3)), (3, "D", ("withdraw", 3)), (4, "r", ("retry", 4)), (4, "D", ("withdraw", 4)),
    ],
)  # fmt: skip
async def test_a_key_does_what_it_says_to_the_selected_edit(
    outbox: Opened, seq: int, key: str, asked: tuple[object, ...]
) -> None:
    async with outbox(EACH) as out:
        await out.select(seq)
        await out.press(key)
        assert out.edits.asked == [asked]


@pytest.mark.parametrize(
    ("seq", "key", "words"),
    [
        (2, "plus", "Only notes"), (3, "m", "no conflict"), (7, "b", "no conflict"), (1, "r", "settled by m"),
        (1, "D", "settled by m"), (5, "D", "on the wire"), (6, "D", "may have arrived"), (7, "D", "u takes it back"),
        (5, "r", "on the wire"), (6, "r", "read first"), (7, "r", "sent already"), (7, "u", "latest decision only"),
        (8, "u", "cannot be taken back"), (7, "y", "no reason"), (4, "p", "several calls"),
    ],
)  # fmt: skip
async def test_a_refused_key_says_why(outbox: Opened, seq: int, key: str, words: str) -> None:
    async with outbox(EACH) as out:
        await out.select(seq)
        await out.press(key)
        assert out.edits.asked == []
        assert len(out.told) == 1
        assert words in out.told[0]


async def test_undo_of_the_latest_act_is_undo_and_of_an_earlier_one_takes_back_what_is_unsent(outbox: Opened) -> None:
    async with outbox(EACH) as out:
        out.edits.undoable = frozenset({7})
        await out.select(7)
        await out.press("u")
        assert out.edits.asked == [("undo",)]
        assert out.told == ["Quote was taken back."]
        await out.select(4)
        await out.press("u")
        assert out.edits.asked[1:] == [("withdraw", 4)]
        assert "CAL004" not in out.text


async def test_what_the_session_refuses_is_said_with_its_cure(outbox: Opened) -> None:
    async with outbox(EACH) as out:
        out.edits.refusal = CallrailTuiError("The journal cannot be written.", "Free some room on the disk.")
        for seq, key in ((1, "m"), (3, "r"), (4, "D")):
            await out.select(seq)
            await out.press(key)
        assert out.told == ["The journal cannot be written. Free some room on the disk."] * 3


async def test_parked_edits_are_told_and_not_retried(outbox: Opened) -> None:
    async with outbox(EACH) as out:
        out.edits.parked_by = CallrailTuiError("This run is read-only.", "Start without --read-only.")
        await out.changed()
        assert "Nothing is sent: This run is read-only. Start without --read-only." in out.text
        await out.select(3)
        await out.press("r")
        assert out.edits.asked == []
        assert out.told == ["Nothing can be sent: This run is read-only. Start without --read-only."]


async def test_that_another_window_sends_is_told(outbox: Opened) -> None:
    async with outbox(EACH) as out:
        out.edits.sends_elsewhere = True
        await out.changed()
        assert "Another window is sending" in out.text


async def test_enter_asks_for_the_call_and_y_for_the_reason(outbox: Opened) -> None:
    async with outbox(EACH) as out:
        await out.select(3)
        out.posted.clear()
        await out.press("y")
        await out.run.until(lambda: out.run.app.screen is not out.screen)  # No clipboard here: it is shown.
        await out.press("escape")
        await out.run.until(lambda: out.run.app.screen is out.screen)
        await out.press("enter")
        asked = [one for one in out.posted if isinstance(one, (CallAsked, CopyAsked))]
        assert isinstance(asked[1], CallAsked)
        assert asked[1].call_id == "CAL003"
        assert isinstance(asked[0], CopyAsked)
        reason = "\n".join(
            ("call CAL003, tags", "Old, Spring → Spring, Quote", *REFUSED[:2], "The server said: Forbidden: reporting")
        )
        assert asked[0].what == Copyable("reason", reason, lines=True)


async def test_every_key_reaches_its_action(outbox: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    async with outbox(EACH) as out:
        reached: list[str] = []

        async def note(action: str, default_namespace: DOMNode | None = None, *_: object, **__: object) -> bool:
            reached.append(action if isinstance(action, str) else str(action))
            return True

        monkeypatch.setattr(out.run.app, "run_action", note)
        own = {key for action in actions(OUTBOX) for key in action.keys}
        for place in (OUTBOX, APP):
            for action in actions(place):
                for key in action.keys:
                    if place == OUTBOX or key not in own:
                        reached.clear()
                        await out.run.pilot.press(key)
                        assert reached == [action.call], (key, action.id)


async def test_a_click_on_a_hint_does_what_its_key_does_but_never_decides(outbox: Opened) -> None:
    async with outbox(EACH) as out:
        await out.select(3)
        where = out.text.splitlines()[-2].index("Retry")
        await out.run.pilot.click(out.screen.hint_line, offset=(where, 0))
        assert out.edits.asked == []
        where = out.text.splitlines()[-2].index("Go to the call")
        await out.run.pilot.click(out.screen.hint_line, offset=(where, 0))
        assert any(isinstance(one, CallAsked) for one in out.posted)


async def test_the_palette_offers_the_places_actions_and_runs_them(outbox: Opened) -> None:
    async with outbox(EACH) as out:
        ids = [action.id for action in offered(out.run.app)]
        own = [action.id for action in actions(OUTBOX)]
        assert ids[: len(own)] == own
        assert set(ids[len(own) :]) == {action.id for action in actions(APP)} - {"app.palette"}
        await out.select(3)
        await run_action(out.run.app, "outbox.retry")
        assert out.edits.asked == [("retry", 3)]
        await run_action(out.run.app, "outbox.down")
        assert [one.seq for one in out.screen.selected] == [4]


# The cursor ------------------------------------------------------------------------------------------------------


async def test_the_cursor_passes_over_headings_and_the_first_one_is_in_view_at_the_top(outbox: Opened) -> None:
    async with outbox(EACH, (80, 24)) as out:
        seen = []
        for _ in range(12):
            seen.append([one.seq for one in out.screen.selected])
            await out.press("j")
        assert seen == [[1], [2], [3], [4], [5], [6], [7], [8], [8], [8], [8], [8]]
        await out.press("g", "k")
        assert out.screen.selected == (NOTE_CONFLICT,)
        assert out.text.splitlines()[2].strip() == "Conflicts"


async def test_the_cursor_stays_on_its_decision_when_that_moves_and_nearby_when_it_is_gone(outbox: Opened) -> None:
    async with outbox(EACH) as out:
        await out.select(4)
        out.edits.edits[3] = HELD._replace(state=State.DONE)
        await out.changed()
        assert [one.seq for one in out.screen.selected] == [4]
        out.edits.edits = [one for one in out.edits.edits if one.seq not in (4, 7, 8)]
        await out.changed()
        assert [one.seq for one in out.screen.selected] == [6]
        out.edits.edits = []
        await out.changed()
        assert out.screen.selected == ()
        assert "was " not in out.text


# Decisions about several calls -----------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
async def test_a_decision_about_several_calls_is_one_line_that_unfolds(outbox: Opened, size: tuple[int, int]) -> None:
    async with outbox(bulk(), size, _50="+ Quote") as out:
        left = out.screen.session.budget.left_hour
        assert f"1 failed · 74 pending · 12 done · 12/87 · h {left:,} left" in out.text.splitlines()[0]
        assert "+ Quote on 87 calls · 12/87 done · 1 failed" in out.text
        assert "74 to go" in out.text
        assert "CAL112" not in out.text
        await out.press("enter")
        assert "▾ " in out.text
        assert "│ " in out.text
        assert "CAL112" in out.text, "what failed stands first"
        assert len(out.screen.lines.lines) == 1 + 1 + 87
        await out.press("j", "j")
        await out.run.until(lambda: "D take back · u take all back · p pause" in out.text)
        await out.press("h")
        assert len(out.screen.lines.lines) == 2
        assert "CAL112" not in out.text
        await out.press("l", "enter")
        assert len(out.screen.lines.lines) == 2


async def test_keys_on_its_line_mean_all_of_it(outbox: Opened) -> None:
    async with outbox([*bulk(), SENT], _50="+ Quote") as out:
        await out.press("r")
        assert out.edits.asked == [("retry", 112)]
        await out.press("p")
        assert out.edits.asked[1] == ("pause",)
        assert "12/87 done · 1 failed · paused" in out.text
        await out.press("p")
        assert out.edits.asked[2] == ("resume",)
        out.edits.undoable = frozenset({50})
        await out.press("u")
        assert out.edits.asked[3] == ("undo",)
        out.edits.undoable = frozenset({7})
        await out.press("u")
        assert out.edits.asked[4] == ("withdraw", *range(113, 187))
        assert out.told[-1] == "74 decisions taken back. What was sent stays: 13."


async def test_withdraw_on_its_line_takes_what_is_unsent_and_what_failed(outbox: Opened) -> None:
    async with outbox(bulk(), _50="+ Quote") as out:
        await out.press("D")
        assert out.edits.asked == [("withdraw", *range(112, 187))]
        assert out.told == ["75 decisions withdrawn."]
        assert "+ Quote on 12 calls · 12/12 done" in out.text


async def test_conflicts_in_it_are_settled_one_by_one(outbox: Opened) -> None:
    edits = [one._replace(act=60) for one in (LEAD_CONFLICT, SENT)]
    async with outbox(edits, _60="good lead") as out:
        await out.press("m")
        assert out.edits.asked == []
        assert "one by one" in out.told[0]
        await out.press("enter", "j", "m")
        assert out.edits.asked == [("mine", 2)]


# Redrawing -------------------------------------------------------------------------------------------------------


async def test_seconds_are_counted_only_while_a_hold_runs(outbox: Opened) -> None:
    async with outbox(EACH) as out:
        assert not out.screen.is_counting
        out.edits.seconds = {4: 4}
        out.screen.post_message(SessionChanged(EditsTold("words")))
        await out.run.until(lambda: "held 4 s" in out.text)
        assert out.screen.is_counting
        await out.select(4)
        out.edits.seconds = {4: 3}
        await out.run.until(lambda: out.text.count("held 3 s") == 2)
        out.edits.seconds = {}
        await out.run.until(lambda: not out.screen.is_counting)


async def test_many_facts_at_once_cost_one_drawing(outbox: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    async with outbox(EACH) as out:
        shown: list[int] = []
        show = out.screen.lines.show
        monkeypatch.setattr(out.screen.lines, "show", lambda *parts: (shown.append(1), show(*parts))[1])
        for _ in range(50):
            out.screen.heard(EditsChanged(frozenset({"CAL001"})))
        await out.run.until(lambda: shown)
        await out.run.pilot.pause()
        assert len(shown) == 1


async def test_the_text_is_wrapped_anew_for_another_width(outbox: Opened) -> None:
    long = edit(9, State.HELD, NOTE, "word " * 40)
    async with outbox([long], (200, 50)) as out:
        await out.run.pilot.resize_terminal(80, 24)
        await out.run.until(lambda: out.text.count("word word") >= 3)
        assert max(map(len, out.text.splitlines())) <= 80


async def test_a_long_text_can_be_scrolled_and_another_one_begins_at_its_top(outbox: Opened) -> None:
    lines = "\n".join(f"line {number}" for number in range(40))
    async with outbox([edit(1, State.CONFLICT, NOTE, lines, seen=Known("theirs")), HELD], (80, 24)) as out:
        assert "line 8" not in out.text.split("───")[-1]
        for _ in range(3):
            await out.press("right_curly_bracket")
        await out.run.until(lambda: "line 8" in out.text.split("───")[-1])
        await out.press("left_curly_bracket")
        await out.press("j")
        await out.run.until(lambda: "Lead status · CAL004" in out.text)


# Text from outside -----------------------------------------------------------------------------------------------


async def test_hostile_text_is_drawn_cleaned_wherever_it_stands(outbox: Opened) -> None:
    edits = []
    for at, payload in enumerate(PAYLOADS.values()):
        failure = Failure(payload, payload, payload)
        edits.append(edit(1_000 + at, State.FAILED, NOTE, payload, base=Known(payload), failure=failure))
    edits.append(edit(2_000, State.CONFLICT, TAGS, "x", base=Known((PAYLOADS["csi red"],)), seen=Known(("\x1b[2J",))))
    edits += [edit(3_000 + at, State.QUEUED, act=70) for at in range(3)]
    async with outbox(edits, (120, 36), _70=PAYLOADS["osc 52 bel"]) as out:
        seen = []
        for _ in out.screen.lines.lines:
            seen.append(out.text)
            assert out.run.clickable() == set()
            await out.press("j")
        for text in seen:
            assert not FORBIDDEN.search(text.replace("\n", ""))
        assert sum(CANARY in text for text in seen) > len(PAYLOADS) / 2
