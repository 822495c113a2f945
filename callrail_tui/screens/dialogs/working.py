"""The two questions of the work-through screen: go on with earlier work, and which cards come first."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from callrail_tui.model.work import Order
from callrail_tui.present.text import assemble, display
from callrail_tui.present.work import ORDER_TIPS, ORDER_WORDS
from callrail_tui.screens.dialogs.picking import ONE, PickingDialog
from callrail_tui.widgets.choices import Choices
from callrail_tui.widgets.picker import Entry, Picker


class ResumeDialog(ModalScreen[bool | None]):
    """Gives True to go on, False to start anew, None when the person left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "start_anew", "Start anew", show=False, priority=True),
        Binding("escape,q", "leave", "Leave", show=False, priority=True),
    ]

    def __init__(self, progress: str, what: Content) -> None:
        super().__init__()
        self._progress = progress
        self._what = what

    def compose(self) -> ComposeResult:
        """The question, what was being worked, the two answers."""
        with Vertical(classes="dialog"):
            yield Static(assemble("Resume at ", self._progress, "?"), classes="dialog--title")
            yield Static(self._what, classes="working--what")
            yield Choices(
                Option(assemble((" enter ", "bold reverse"), " resume")),
                Option(assemble((" n ", "bold reverse"), "     start anew; the piles of then are forgotten")),
                classes="picker--list",
            )
            yield Static(display("esc leaves"), classes="dialog--keys")

    def on_mount(self) -> None:
        """The answers take arrows and enter."""
        self.query_one(OptionList).focus()

    @on(OptionList.OptionSelected)
    def _take(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._leave_with(event.option_index == 0)

    def action_start_anew(self) -> None:
        """Leave the earlier work."""
        self._leave_with(False)

    def action_leave(self) -> None:
        """Neither."""
        self._leave_with(None)

    def _leave_with(self, answer: bool | None) -> None:
        if self.is_active:  # A second click or key may have been under way when the first one left.
            self.dismiss(answer)


class OrderDialog(PickingDialog[Order]):
    """Gives the order in which the cards come."""

    def __init__(self, now: Order) -> None:
        entries = [
            Entry(order.value, ORDER_WORDS[order], marked=order is now, aside=ORDER_TIPS[order])
            for order in (Order.MISSED, Order.OLDEST, Order.NEWEST)
        ]
        super().__init__(display("Which cards come first?"), Picker(entries, placeholder="an order"), keys=ONE)

    def taken(self, entry: Entry) -> None:
        """Leave with the order."""
        self.dismiss(Order(entry.id))
