"""The person's outcomes as actions with keys, like those of the action table, and which keys are free (floor 4)."""

import string
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from textual.binding import Binding

from callrail_tui.keymap import ACTIONS, APP, DECIDE, DETAIL, EXPLORER, LIST, TRIAGE, Action, named_key, written
from callrail_tui.model.outcome import Outcome, words

PLACES = (EXPLORER, LIST, DETAIL, TRIAGE, APP)
"""Where an outcome's key acts: a built-in key of any of them would stand in its way, or it in theirs."""

_MARK = ".outcome-"
_OFFERED = 6

_RESERVED = {
    "escape": "leaves a field or a dialog",
    "enter": "opens and accepts",
    "tab": "goes to the next pane",
    "shift+tab": "goes to the previous pane",
    "space": "marks a call, or skips it",
    "backspace": "goes to the previous card",
    "ctrl+c": "copies a selection",
    "ctrl+g": "opens the editor",
    "ctrl+h": "is backspace in many terminals",
    "ctrl+i": "is tab",
    "ctrl+j": "saves a text",
    "ctrl+m": "is enter",
    "ctrl+q": "quits",
    "ctrl+s": "stops the output of many terminals",
    "semicolon": "defers a call",
    "full_stop": "takes a call as reviewed",
    "W": "goes to work through",
    "T": "goes to the tags",
    "I": "goes to the insights",
    "A": "goes to the account",
    "O": "goes to the outbox",
    "x": "exports",
}
"""Keys that stand in no table of these places, or not yet, and are taken all the same, with what they do."""


class KeyFault(NamedTuple):
    """Why an outcome cannot have its key."""

    outcome: str
    words: str
    cure: str


def key_fault(outcomes: Sequence[Outcome]) -> KeyFault | None:
    """The first key that is none, that the program has for itself, or that another outcome has; None if all is well."""
    taken: dict[str, str] = {}
    for outcome in outcomes:
        key = named_key(outcome.key)
        if key is None:
            return KeyFault(
                outcome.name,
                f"{outcome.key[:40]!r} in [outcomes.{outcome.name}] is no key.",
                'Write one character, F2 to F12, or ctrl and a letter, as in "Q", "F5" or "ctrl+k".',
            )
        why = _built_in(key) or (f"is the outcome {taken[key]}'s" if key in taken else "")
        if why:
            return KeyFault(
                outcome.name,
                f"the key {written(key)} of [outcomes.{outcome.name}] {why}.",
                f"Free are, among others, {', '.join(free_keys(outcomes, near=key))}.",
            )
        taken[key] = outcome.name
    return None


def free_keys(outcomes: Iterable[Outcome], *, near: str = "") -> list[str]:
    """A few keys that nothing has yet, as people write them; the other case of `near` first."""
    taken = {named_key(outcome.key) for outcome in outcomes}
    candidates = (near.swapcase(), *string.ascii_uppercase, *string.ascii_lowercase, *(f"f{n}" for n in range(2, 11)))
    free = (key for key in candidates if named_key(key) == key and key not in taken and not _built_in(key))
    return [written(key) for key in list(dict.fromkeys(free))[:_OFFERED]]


def outcome_actions(outcomes: Iterable[Outcome], where: str) -> tuple[Action, ...]:
    """An action for each outcome in one place, for its hints, the palette and the help."""
    return tuple(_actions(outcomes, where))


def outcome_bindings(outcomes: Iterable[Outcome], where: str) -> list[Binding]:
    """The bindings of the outcomes in one place, for its class."""
    return [
        Binding(action.keys[0], action.call, action.label, show=False, id=action.id, tooltip=action.tip)
        for action in _actions(outcomes, where)
    ]


def is_outcome(binding_id: str) -> bool:
    """Whether the binding with this id applies an outcome: like every decision, the next key waits for it."""
    return _MARK in binding_id


def _actions(outcomes: Iterable[Outcome], where: str) -> Iterator[Action]:
    for outcome in outcomes:
        key = named_key(outcome.key)
        if key is not None:
            yield Action(
                f"{where}{_MARK}{outcome.name}",
                (key,),
                outcome.name,
                DECIDE,
                words(outcome),
                hint=written(key),
                decides=True,
                runs=f"outcome({outcome.name!r})",
            )


def _built_in(key: str) -> str:
    """What the program does with a key; empty where it does nothing."""
    for action in ACTIONS:
        if action.where in PLACES and key in action.keys:
            return f'is taken by "{action.label}"'
    return _RESERVED.get(key, "")
