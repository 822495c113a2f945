"""The text below the outbox's lines: all of one decision, why it is not through, and what can be done (floor 4)."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from callrail_tui.keymap import BY_ID, written
from callrail_tui.model.edit import NOTE, SPAM, UNSENT, Appended, Edit, State, TagDelta
from callrail_tui.present.calls import FULL_WHEN
from callrail_tui.present.edits import NOT_READ, conflict_lines, field_word, state_words, want_words, was_is
from callrail_tui.present.outbox import Line, One, OutboxContext, Summary, tally, tally_words, when_words
from callrail_tui.present.text import assemble, display

_LABEL = 9
"""Cells of the words before a text, as many as `_hung` begins its further lines with."""
_LEAST = 16
_GAP = " · "
_ONE_WAY = "Once sent, a report of spam cannot be taken back through the API."


def detail_text(line: Line | None, cells: int, context: OutboxContext) -> Content:
    """The text for a line, wrapped to `cells`."""
    match line:
        case Summary():
            parts = _summary(line, context)
        case One():
            parts = _one(line, context)
        case _:
            return display("")
    return Content("\n").join(_hung(label, words, cells) for label, words in parts)


Part = tuple[str, Content]


def _summary(line: Summary, context: OutboxContext) -> list[Part]:
    edits, found = line.edits, tally(line.edits)
    decided = when_words(edits[0].created, FULL_WHEN, context)
    to_go = f"{_GAP}{found.waiting:,} to go" if found.waiting else ""
    failed = next((edit for edit in edits if edit.state is State.FAILED), None)
    return [
        ("", assemble((line.words, "bold"), _GAP, f"decided {decided}")),
        ("", _keys(*_keys_of_act(line))),
        ("so far", display(tally_words(edits) + to_go)),
        *(_failure(failed) if failed is not None else ()),
    ]


def _keys_of_act(line: Summary) -> tuple[list[str], dict[str, str]]:
    states = {edit.state for edit in line.edits}
    wanted = ["open", "undo"]
    meanings = {"open": "hide its calls" if line.is_open else "show its calls", "copy": "copy why"}
    meanings["undo"] = "take all back"
    if State.FAILED in states:
        wanted += ["retry", "copy"]
        meanings["retry"] = "send the failed again"
    if states & (UNSENT | {State.FAILED}):
        wanted.append("withdraw")
    if states & UNSENT:
        wanted.append("pause")
        meanings |= {"pause": "go on"} if State.PAUSED in states else {}
    return wanted, meanings


def _one(line: One, context: OutboxContext) -> list[Part]:
    edit = line.edit
    decided = when_words(edit.created, FULL_WHEN, context)
    head = field_word(edit.field).capitalize()
    wanted, meanings = _keys_of(edit)
    parts: list[Part] = [
        ("", assemble((head, "bold"), _GAP, (context.who(edit.call_id), "bold"), _GAP, f"decided {decided}")),
        ("", _keys(wanted, meanings | ({"undo": "take all back"} if line.is_child else {}))),
    ]
    if edit.state is State.CONFLICT:
        parts.append(("", display("Somebody else changed it meanwhile. Whose holds?")))
        parts += [(label, display(words, multiline=True)) for label, words in conflict_lines(edit)]
    else:
        change = was_is(edit, whole=True)
        parts.append(("was", display(change.was, multiline=True)))
        parts.append(("is", display(change.is_, multiline=True)))
        if isinstance(edit.want, (TagDelta, Appended)) and change.was != NOT_READ:
            parts.append(("change", display(want_words(edit))))
    if edit.field == SPAM:
        parts.append(("", display(_ONE_WAY)))
    if edit.failure is not None:
        return parts + _failure(edit)
    if edit.state is not State.CONFLICT:
        parts.append(("state", display(state_words(edit, context.seconds_left(edit.seq)))))
    return parts


def _failure(edit: Edit) -> list[Part]:
    failure = edit.failure
    if failure is None:
        return []
    parts: list[Part] = [("failed" if edit.state is State.FAILED else "why", display(failure.title, style="bold"))]
    if failure.hint:
        parts.append(("cure", display(failure.hint)))
    if failure.detail:
        parts.append(("server", display(failure.detail, multiline=True)))
    return parts


def _keys_of(edit: Edit) -> tuple[list[str], dict[str, str]]:
    """The actions that do something with an edit as it stands, and what they do where the table says less."""
    go = {"open": "go to the call", "copy": "copy why"}
    if edit.state is State.CONFLICT:
        both = ["merge"] if edit.field == NOTE else []
        keep = {"mine": "keep mine", "theirs": "keep theirs", "merge": "keep both"}
        return ["mine", "theirs", *both, "copy", "open"], {**keep, **go}
    if edit.state is State.FAILED:
        return ["retry", "withdraw", "copy", "open"], {"retry": "send again", "withdraw": "put aside", **go}
    if edit.state is State.HELD:
        return ["withdraw", "retry", "undo", "open"], {"withdraw": "take back", "retry": "send now", **go}
    if edit.state in UNSENT:
        pause = {"pause": "go on"} if edit.state is State.PAUSED else {}
        return ["withdraw", "undo", "pause", "open"], {"withdraw": "take back", **pause, **go}
    return ["undo", "open"] if edit.state is State.DONE and edit.field != SPAM else ["open"], go


def _keys(names: Sequence[str], meanings: dict[str, str]) -> Content:
    parts: list[object] = []
    for name in names:
        action = BY_ID[f"outbox.{name}"]
        parts += [_GAP] if parts else []
        words = meanings.get(name, action.label[:1].lower() + action.label[1:])
        parts += [(written(action.keys[0]), "bold"), (f" {words}", "dim")]
    return assemble(*parts)


def _hung(label: str, words: Content, cells: int) -> Content:
    if not label:
        return Content("\n").join(words.wrap(max(_LEAST, cells)))
    lines = words.wrap(max(_LEAST, cells - _LABEL))
    return assemble((label.ljust(_LABEL), "dim")) + Content("\n         ").join(lines)
