"""The hint line: five or six keys of the pane that has the focus, from the action table."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from callrail_tui.keymap import BY_ID, DETAIL, LIST, OUTBOX, TREE, TRIAGE, Action, actions
from callrail_tui.present.calls import Piece
from callrail_tui.present.text import fit, width

KEY, LABEL, NOTICE = "key", "label", "notice"
STYLE_NAMES = (KEY, LABEL, NOTICE)
MOST_HINTS = 6
_DECIDED_IN = (LIST, DETAIL, TRIAGE)
_MOST_EXTRA = 2
"""Hints at the person's own outcomes: the built-in decisions keep their room."""
_GAP = "  "
_HELP = BY_ID["app.help"]

_BESIDE: dict[str, tuple[str, ...]] = {
    LIST: ("explorer.good", "explorer.not-lead", "explorer.tags", "explorer.note", "explorer.search"),
    DETAIL: ("explorer.good", "explorer.not-lead", "explorer.tags", "explorer.note"),
    TREE: ("explorer.back",),
    OUTBOX: ("app.leave",),
}
"""What is shown after a pane's own keys."""
_CHOSEN: dict[str, tuple[str, ...]] = {
    TRIAGE: ("triage.good", "triage.not-lead", "triage.spam", "triage.skip", "triage.defer"),
}
"""What is shown of a place that has more keys than room."""


class Hint(NamedTuple):
    """An action on the hint line, and the cells where a click means it."""

    action: Action
    keys: str
    first: int
    last: int


def hinted(place: str, extra: Iterable[Action] = ()) -> tuple[Action, ...]:
    """The actions to hint at in a place: its own, then what is often wanted there, and the help at the end.

    `extra` are the person's own for this place: the first of them come before what is often wanted.
    """
    chosen = _CHOSEN.get(place)
    own = [BY_ID[name] for name in chosen] if chosen else [action for action in actions(place) if action.hint]
    beside = [BY_ID[name] for name in _BESIDE.get(place, ()) if BY_ID[name].hint]
    added = list(extra)[:_MOST_EXTRA] if place in _DECIDED_IN else []
    return (*(own[: MOST_HINTS - 1 - len(added)] + added + beside)[: MOST_HINTS - 1], _HELP)


def hints(
    place: str,
    cells: int,
    keys: Mapping[str, str] | None = None,
    extra: Iterable[Action] = (),
    *,
    last: Iterable[Action] = (),
    after: int = 0,
) -> tuple[Hint, ...]:
    """As many hints as fit behind `after` cells; `keys` gives other keys than the table's by action id.

    `last` come where there is room behind all others. The help is the last to go.
    """
    *wanted, help_ = hinted(place, extra)
    wanted += [*(last if place in _DECIDED_IN else ()), help_]
    while wanted:
        placed = _place(wanted, keys or {}, after)
        if placed[-1].last < cells:
            return placed
        del wanted[-2 if len(wanted) > 1 else -1]
    return ()


def notice_cells(notice: str) -> int:
    """The cells that a notice takes before the hints."""
    return width(notice) + 2 if notice else 0


def hint_pieces(placed: tuple[Hint, ...], notice: str = "") -> list[Piece]:
    """The hints as clean pieces, behind what must not be overlooked."""
    pieces: list[Piece] = [(fit(f" {notice} ", width(notice) + 2), NOTICE)] if notice else []
    pieces.append((" ", LABEL))
    for index, hint in enumerate(placed):
        if index:
            pieces.append((_GAP, LABEL))
        pieces.append((fit(hint.keys, width(hint.keys)), KEY))
        pieces.append((" " + hint.action.label, LABEL))
    return pieces


def _place(wanted: list[Action], keys: Mapping[str, str], after: int) -> tuple[Hint, ...]:
    placed = []
    at = after + 1
    for action in wanted:
        shown = keys.get(action.id, action.hint)
        end = at + width(shown) + 1 + width(action.label)
        placed.append(Hint(action, shown, at, end - 1))
        at = end + len(_GAP)
    return tuple(placed)
