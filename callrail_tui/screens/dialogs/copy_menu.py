"""After `y`: one more key says what to copy."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from callrail_tui.present.copying import PARTS
from callrail_tui.present.text import assemble, display
from callrail_tui.widgets.choices import Choices


class CopyMenu(ModalScreen[str | None]):
    """Gives the part to copy, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(key, f"part('{part}')", word, show=False, priority=True) for part, (key, word) in PARTS.items()),
        Binding("escape,q", "leave", "Leave", show=False, priority=True),
    ]

    def compose(self) -> ComposeResult:
        """The parts, each with its key."""
        with Vertical(classes="dialog"):
            yield Static(display("Copy what?"), classes="dialog--title")
            yield Choices(
                *(Option(assemble((f" {key} ", "bold reverse"), " ", word)) for key, word in PARTS.values()),
                classes="picker--list",
            )
            yield Static(display("press the key · esc leave"), classes="dialog--keys")

    def on_mount(self) -> None:
        """The list takes arrows and enter."""
        self.query_one(OptionList).focus()

    @on(OptionList.OptionSelected)
    def _take(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if self.is_active:  # A second click may have been under way when the first one left.
            self.dismiss(list(PARTS)[event.option_index])

    def action_part(self, part: str) -> None:
        """Leave with a part."""
        self.dismiss(part)

    def action_leave(self) -> None:
        """Leave; nothing is copied."""
        self.dismiss(None)
