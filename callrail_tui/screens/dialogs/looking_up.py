"""The frame of a dialog that asks one question as it opens, and forgets the answer as it closes (floor 6)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

from textual.binding import Binding, BindingType

from callrail_tui.screens.dialogs.reader import ReaderDialog
from callrail_tui.session.lookup import Lookup

T = TypeVar("T")


class LookingUpDialog(ReaderDialog[T]):
    """`asker` makes the question; what it is given is called when something became known."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("r", "again", "Ask again", show=False)]

    def __init__(self, asker: Callable[[Callable[[], None]], Lookup[Any]]) -> None:
        super().__init__()
        self.lookup = asker(self._changed)

    def on_mount(self) -> None:
        """Ask."""
        self.lookup.ask()

    def on_unmount(self) -> None:
        """The answer is forgotten."""
        self.lookup.close()

    def _changed(self) -> None:
        if self.is_mounted:
            self.redraw()

    def action_again(self) -> None:
        """Ask anew."""
        self.lookup.ask()
