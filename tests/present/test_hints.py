"""The hint line: which keys for which pane, and where."""

from __future__ import annotations

import pytest

from callrail_tui.keymap import DETAIL, LIST, OUTBOX, TREE
from callrail_tui.present.hints import MOST_HINTS, hint_pieces, hinted, hints


def said(place: str, cells: int) -> str:
    return "".join(text for text, _ in hint_pieces(hints(place, cells)))


@pytest.mark.parametrize("place", [LIST, TREE, DETAIL, OUTBOX])
def test_a_pane_has_five_or_six_hints_that_fit_eighty_cells(place: str) -> None:
    actions = hinted(place)
    assert 5 <= len(actions) <= MOST_HINTS
    assert actions[-1].id == "app.help"
    assert len(hints(place, 80)) == len(actions)
    assert len({action.id for action in actions}) == len(actions)


def test_the_panes_own_keys_come_first() -> None:
    assert said(LIST, 80).startswith(" enter Open  + Good lead  - Not a lead  t Tags")
    assert said(TREE, 80).startswith(" l Unfold  enter Its calls")


def test_the_tree_names_the_way_back() -> None:
    assert "esc Back" in said(TREE, 80)


def test_a_narrow_line_keeps_the_help() -> None:
    for cells in range(80, 8, -1):
        assert len(said(LIST, cells)) <= cells
        assert said(LIST, cells).endswith("? Help")
    assert hints(LIST, 3) == ()


def test_each_hint_knows_its_cells() -> None:
    line = said(LIST, 80)
    for hint in hints(LIST, 80):
        assert line[hint.first : hint.last + 1] == f"{hint.keys} {hint.action.label}"


def test_rebound_keys_are_shown() -> None:
    pieces = hint_pieces(hints(LIST, 80, {"list.open": "ctrl+o"}))
    assert "ctrl+o Open" in "".join(text for text, _ in pieces)


def test_an_unknown_place_has_the_help_alone() -> None:
    assert said("nowhere", 80) == " ? Help"
