"""At `q`: what is still to be sent goes out, with a count, for a while (design, promise 12)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from callrail_tui.present.edits import leaving, staying
from callrail_tui.present.text import display

SECONDS = 10
"""How long leaving waits for what is on its way."""

Drain = Callable[[Callable[[int], None], float], Awaitable[int]]
"""Releases the holds and sends for at most so many seconds, telling how many are left; gives how many stay.

What waits for it may be cancelled when the person does not wait: the sending itself is the session's.
"""


class SendingDialog(ModalScreen[bool]):
    """Gives True when the program may end: all is sent, the time is over, or `q` again; False when the person stays."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q", "leave", "Leave now", show=False, priority=True),
        Binding("escape", "stay", "Stay", show=False, priority=True),
    ]

    def __init__(self, decisions: int, drain: Drain, *, seconds: int = SECONDS) -> None:
        super().__init__()
        self.left = decisions
        """How many are not sent yet; at the end, how many the next start will send."""
        self._decisions = decisions
        self._drain = drain
        self._seconds = seconds

    def compose(self) -> ComposeResult:
        """The count, and what becomes of the rest."""
        self._count = Static(display(self.words), classes="dialog--title")
        with Vertical(classes="dialog", id="sending"):
            yield self._count
            yield Static(display("q leaves the rest for next time · esc stays here"), classes="dialog--keys")

    @property
    def words(self) -> str:
        """How it stands."""
        return leaving(self._decisions, self.left, self._seconds)

    @property
    def last_words(self) -> str:
        """What to say once the screen is gone; empty when all is sent."""
        return staying(self.left)

    def on_mount(self) -> None:
        """Begin."""
        self.set_interval(1.0, self.count_down)
        self.run_worker(self._send(), group="sending", description="send what is pending")

    async def _send(self) -> None:
        self._tell(await self._drain(self._tell, float(self._seconds)))
        self._finish()

    def _tell(self, left: int) -> None:
        self.left = left
        self._show()

    def count_down(self) -> None:
        """A second is gone; the last one ends the wait whatever the sending does."""
        self._seconds -= 1
        self._show()
        if self._seconds <= 0:
            self._finish()

    def _show(self) -> None:
        if self.is_mounted:
            self._count.update(display(self.words))

    def _finish(self) -> None:
        if self.is_active:
            self.dismiss(True)

    def action_leave(self) -> None:
        """Leave now; the rest is sent at the next start."""
        self._finish()

    def action_stay(self) -> None:
        """Stay in the program; what was begun is sent all the same."""
        if self.is_active:
            self.dismiss(False)
