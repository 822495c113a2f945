"""The explorer's arrangement as a value."""

import pytest

from callrail_tui.screens.panes import Layout, Pane

T, L, D = Pane.TREE, Pane.LIST, Pane.DETAIL


@pytest.mark.parametrize(
    ("columns", "rows", "at", "visible"),
    [
        (80, 24, L, {L}),
        (80, 24, T, {T}),
        (80, 24, D, {D}),
        (109, 50, L, {L}),
        (110, 30, L, {L, D}),
        (110, 30, T, {T, L, D}),
        (110, 29, L, {L}),
        (110, 29, D, {D}),
        (120, 36, D, {L, D}),
        (160, 24, L, {T, L}),
        (200, 50, L, {T, L, D}),
    ],
)
def test_size_and_place_decide_what_stands_on_the_screen(columns: int, rows: int, at: Pane, visible: set[Pane]) -> None:
    assert Layout(columns, rows, at=at).visible == visible


def test_a_folded_tree_leaves_a_wide_screen_until_one_is_in_it() -> None:
    folded = Layout(200, 50, tree_folded=True)
    assert folded.visible == {L, D}
    assert T in folded.moved(T).visible


def test_zoom_shows_one_pane_and_ends_on_moving_to_another() -> None:
    zoomed = Layout(200, 50, at=D).zoom_toggled()
    assert zoomed.visible == {D}
    assert zoomed.moved(D).visible == {D}
    assert zoomed.moved(L).visible == {T, L, D}
    assert zoomed.zoom_toggled().visible == {T, L, D}


def test_tab_goes_round_both_ways() -> None:
    at = Layout()
    assert at.next_pane(1) is D
    assert at.moved(D).next_pane(1) is T
    assert at.moved(T).next_pane(-1) is D


def test_the_split_stops_at_its_ends() -> None:
    layout = Layout()
    for _ in range(9):
        layout = layout.split_moved(1)
    assert layout.split == 7
    for _ in range(9):
        layout = layout.split_moved(-1)
    assert layout.split == 3
