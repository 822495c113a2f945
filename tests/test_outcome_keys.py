"""Keys of outcomes: written as people write them, free of the built-in ones, and shown where actions are shown."""

from __future__ import annotations

import string
from typing import ClassVar

import pytest
from textual.app import App

from callrail_tui.commands import run_action
from callrail_tui.keymap import ACTIONS, EXPLORER, LIST, TREE, TRIAGE, named_key, written
from callrail_tui.model.outcome import Outcome
from callrail_tui.outcome_keys import free_keys, is_outcome, key_fault, outcome_actions, outcome_bindings
from callrail_tui.present.help import help_text
from callrail_tui.present.hints import MOST_HINTS, hinted, hints


def outcome(key: str, name: str = "quote") -> Outcome:
    return Outcome(name, key, "good_lead")


@pytest.mark.parametrize(
    ("shown", "name"),
    [
        ("Q", "Q"), ("q", "q"), ("+", "plus"), (",", "comma"), ("§", "section_sign"), ("ö", "ö"), ("o\u0308", "ö"),
        ("F5", "f5"), ("f12", "f12"), ("ctrl+k", "ctrl+k"), ("Ctrl+K", "ctrl+k"), ("PgUp", "pageup"), ("Esc", "escape"),
        ("↑", "up"), (" ", "space"), ("F13", None), ("alt+q", None), ("ctrl+shift+k", None), ("QQ", None), ("", None),
        ("\x1b", None), ("ctrl+", None),
    ],
)  # fmt: skip
def test_a_key_is_named_as_textual_names_it(shown: str, name: str | None) -> None:
    assert named_key(shown) == name


def test_every_key_can_be_written_and_read_back() -> None:
    keys = {key for action in ACTIONS for key in action.keys}
    characters = set(string.printable[:95] + "§°öÖß€µé²") - {" "}

    assert {key for key in keys if named_key(written(key)) != key} == set()
    assert {one for one in characters if written(named_key(one) or "") != one} == set()


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("q", 'the key q of [outcomes.quote] is taken by "Leave".'),
        ("+", 'is taken by "Good lead"'),
        ("3", 'is taken by "Favourite tag 3"'),
        ("Ctrl+R", 'is taken by "Redo"'),
        ("*", 'is taken by "Mark all"'),
        ("J", 'is taken by "Raw"'),
        ("pgup", 'is taken by "'),
        ("ctrl+c", "copies"),
        ("tab", 'is taken by "Next pane"'),
        ("backspace", "previous card"),
        ("ctrl+q", "quit"),
    ],
)
def test_a_key_of_the_program_is_refused(key: str, said: str) -> None:
    fault = key_fault([outcome("Q", "other"), outcome(key)])

    assert fault is not None
    assert fault.outcome == "quote"
    assert said.casefold() in fault.words.casefold()
    assert fault.cure.startswith("Free are, among others, ")


def test_what_is_no_key_is_refused() -> None:
    fault = key_fault([outcome("QQ")])

    assert fault is not None
    assert "'QQ' in [outcomes.quote] is no key" in fault.words


def test_two_outcomes_with_one_key_are_refused() -> None:
    fault = key_fault([outcome("ctrl+k", "a"), outcome("Q", "b"), outcome("Ctrl+K", "c")])

    assert fault is not None
    assert fault.outcome == "c"
    assert "the key ctrl+k of [outcomes.c] is the outcome a's." in fault.words


def test_what_is_offered_is_free() -> None:
    taken = [outcome("B")]
    offered = free_keys(taken, near="q")

    assert offered[0] == "Q"
    assert "B" not in offered
    assert len(offered) == len(set(offered)) >= 5
    assert key_fault([outcome(key, f"o{number}") for number, key in enumerate(offered)]) is None


def test_an_outcome_is_an_action_like_those_of_the_table() -> None:
    (action,) = outcome_actions([outcome("§", "über 9")], TRIAGE)
    (binding,) = outcome_bindings([outcome("§", "über 9")], TRIAGE)

    assert (action.id, action.call, action.hint, action.label) == (
        "triage.outcome-über 9", "outcome('über 9')", "§", "über 9",
    )  # fmt: skip
    assert (action.decides, action.opens, action.tip) == (True, False, "Good lead.")
    assert (binding.key, binding.id, binding.action) == ("section_sign", action.id, action.call)
    assert is_outcome(action.id)
    assert not any(is_outcome(one.id) for one in ACTIONS)


async def test_the_palette_runs_an_outcome() -> None:
    class Doing(App[None]):
        done: ClassVar[list[str]] = []

        def action_outcome(self, name: str) -> None:
            self.done.append(name)

    app = Doing()
    async with app.run_test():
        await run_action(app, "explorer.outcome-quote", outcome_actions([outcome("B", "b"), outcome("Q")], EXPLORER))
        assert app.done == ["quote"]


def test_the_help_and_the_hints_show_outcomes() -> None:
    extra = outcome_actions([outcome("Q"), outcome("B", "b"), outcome("F5", "c")], LIST)

    assert "Q              Good lead. (list)" in help_text(80, extra).plain
    assert "Good lead. (list)" not in help_text(80).plain
    shown = hinted(LIST, extra)
    assert [one.label for one in shown if is_outcome(one.id)] == ["quote", "b"]
    assert len(shown) == MOST_HINTS
    assert shown[-1].id == "app.help"
    assert hinted(TREE, extra) == hinted(TREE)
    assert "Q" in [hint.keys for hint in hints(LIST, 100, extra=extra)]
