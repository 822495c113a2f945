"""Unfinished text is kept: every two seconds while it changes, when the focus leaves, and at the end (promise 17)."""

from abc import abstractmethod
from collections.abc import Callable
from typing import NamedTuple, TypeVar

from textual import events
from textual.screen import ModalScreen

T = TypeVar("T")

EVERY = 2.0
"""Seconds of typing that a crash may cost."""


class DraftPlace(NamedTuple):
    """Where a dialog keeps what is being written, and what was kept there before."""

    before: str | None
    keep: Callable[[str], None]
    drop: Callable[[], None]


class DraftingDialog(ModalScreen[T]):
    """A dialog with text in it; subclasses say what the text is, and whether it differs from what is saved."""

    def __init__(self, place: DraftPlace) -> None:
        super().__init__()
        self.place = place
        self._kept = place.before

    @abstractmethod
    def unfinished(self) -> str | None:
        """The text as it stands, to be kept; None where it is what is saved."""

    def on_mount(self) -> None:
        """Look now and then whether there is something to keep."""
        self.set_interval(EVERY, self.keep_draft, name="draft")

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """The focus leaves a field."""
        self.keep_draft()

    def keep_draft(self) -> None:
        """Keep the text where it changed since it was last kept; what is saved needs no draft."""
        text = self.unfinished()
        if text == self._kept:
            return
        self._kept = text
        if text is None:
            self.place.drop()
        else:
            self.place.keep(text)
