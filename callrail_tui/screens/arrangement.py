"""The explorer's panes on the screen: composing them, moving between them, zoom and splits (floor 6)."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget

from callrail_tui.keymap import EXPLORER, bindings
from callrail_tui.screens.panes import SPLITS, WIDE_COLUMNS, Layout, Pane
from callrail_tui.widgets.account_tree import AccountTree
from callrail_tui.widgets.call_detail import CallDetail
from callrail_tui.widgets.call_list import CallList
from callrail_tui.widgets.filter_bar import FilterBar
from callrail_tui.widgets.hint_line import HintLine
from callrail_tui.widgets.prompt import Prompt
from callrail_tui.widgets.status_line import StatusLine


class ArrangedScreen(Screen[None]):
    """Holds the `Layout` and makes the screen follow it."""

    AUTO_FOCUS = "CallList"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(EXPLORER)]

    class Arranged(Message):
        """The person changed what is to be remembered of the arrangement: the split or the folded tree."""

    def __init__(self, layout: Layout) -> None:
        super().__init__()
        self.arrangement = layout
        self._has_been_shown = False

    def compose(self) -> ComposeResult:
        """Chips above, panes, one field when asked, hints and status below; arranged for the size there is."""
        self.filter_bar = FilterBar()
        self.tree_pane = AccountTree()
        self.list_pane = self.make_list()
        self.detail_pane = CallDetail()
        self.calls = Vertical(id="calls")
        self.prompt = Prompt()
        self.hint_line = HintLine()
        self.status_line = StatusLine()
        self.arrangement = self.arrangement.resized(*self.app.size)
        self._mark(update=False)  # Nothing has a style yet that would have to be worked out anew.
        yield self.filter_bar
        with Horizontal(id="panes"):
            yield self.tree_pane
            with self.calls:
                yield self.list_pane
                yield self.detail_pane
        yield self.prompt
        yield self.hint_line
        yield self.status_line

    @abstractmethod
    def make_list(self) -> CallList:
        """The list pane."""

    def apply(self, layout: Layout) -> None:
        """Show the panes of `layout`; a pane that keeps its size is not touched."""
        self.arrangement = layout
        with self.app.batch_update():
            self._mark(update=True)
        self.arranged()

    def _mark(self, *, update: bool) -> None:
        """Give the panes and the screen the classes of the arrangement, which the style sheet knows."""
        visible = self.arrangement.visible
        calls_away = not visible & {Pane.LIST, Pane.DETAIL}
        self.tree_pane.set_class(Pane.TREE not in visible, "-away", update=update)
        self.list_pane.set_class(Pane.LIST not in visible, "-away", update=update)
        self.detail_pane.set_class(Pane.DETAIL not in visible, "-away", update=update)
        self.calls.set_class(calls_away, "-away", update=update)
        states = {"-alone": calls_away, "-below": {Pane.LIST, Pane.DETAIL} <= visible}
        self.update_classes(
            {**states, **{f"-split-{split}": self.arrangement.split == split for split in SPLITS}}, update
        )

    def arranged(self) -> None:
        """Something may stand on the screen that did not before."""

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Shown for the first time every style is new: to work them all out again would double the wait for it."""
        if not self._has_been_shown:
            event.refresh_styles = False
            self._has_been_shown = True

    def on_resize(self, event: events.Resize) -> None:
        """Follow the terminal; places in the panes stay."""
        if (event.size.width, event.size.height) != (self.arrangement.columns, self.arrangement.rows):
            self.apply(self.arrangement.resized(event.size.width, event.size.height))

    def widget_of(self, pane: Pane) -> Widget:
        """The widget of a pane."""
        return {Pane.TREE: self.tree_pane, Pane.LIST: self.list_pane, Pane.DETAIL: self.detail_pane}[pane]

    def go_to(self, pane: Pane) -> None:
        """Show a pane and give it the focus."""
        self.apply(self.arrangement.moved(pane))
        self.widget_of(pane).focus(scroll_visible=False)

    @on(events.DescendantFocus)
    def _focus_moved(self, event: events.DescendantFocus) -> None:
        for pane in Pane:
            if event.widget is self.widget_of(pane):
                if self.arrangement.at is not pane:
                    self.apply(self.arrangement.moved(pane))
                self.hint_line.show(pane.value)

    @on(Prompt.Closed)
    def _prompt_closed(self) -> None:
        self.widget_of(self.arrangement.at).focus(scroll_visible=False)

    def action_pane(self, name: str) -> None:
        """Move to a pane by name."""
        self.go_to(Pane(name))

    def action_next_pane(self) -> None:
        """Move to the next pane."""
        self.go_to(self.arrangement.next_pane(1))

    def action_previous_pane(self) -> None:
        """Move to the previous pane."""
        self.go_to(self.arrangement.next_pane(-1))

    def action_zoom(self) -> None:
        """The pane with the focus alone, or not any more."""
        self.apply(self.arrangement.zoom_toggled())

    def action_fold_tree(self) -> None:
        """The tree away from a wide screen, or back; it is remembered."""
        if self.arrangement.columns < WIDE_COLUMNS:
            self.notify("The tree stands beside the list from 160 columns on; h goes to it.", markup=False)
            return
        self.apply(self.arrangement.fold_toggled())
        self.widget_of(self.arrangement.at).focus(scroll_visible=False)
        self.post_message(self.Arranged())

    def action_grow(self) -> None:
        """More room for the list."""
        self._split(1)

    def action_shrink(self) -> None:
        """Less room for the list."""
        self._split(-1)

    def _split(self, step: int) -> None:
        if not {Pane.LIST, Pane.DETAIL} <= self.arrangement.visible:
            self.notify(
                "List and detail share the screen from 110 columns and 30 rows on, unless one is zoomed (z).",
                markup=False,
            )
            return
        self.apply(self.arrangement.split_moved(step))
        self.post_message(self.Arranged())

    def action_back(self) -> None:
        """Peel one layer: the filter of the tree, the zoom, the pane."""
        if self.arrangement.at is Pane.TREE and self.tree_pane.typed:
            self.tree_pane.narrow("")
        elif self.arrangement.zoomed:
            self.action_zoom()
        elif self.arrangement.at is not Pane.LIST:
            self.go_to(Pane.LIST)
