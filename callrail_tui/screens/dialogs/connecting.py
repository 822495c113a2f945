"""A new connection's link: as text, as a QR code, copied, opened, printed, until it is authorised (wire 1.4)."""

from __future__ import annotations

import os
import sys
from typing import ClassVar

from textual import work
from textual.app import ComposeResult, SuspendNotSupported
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from callrail_tui.messages import BrowserAsked, CopyAsked
from callrail_tui.model.connect_link import is_connect_link
from callrail_tui.model.directory import Connection
from callrail_tui.present.copying import Copyable
from callrail_tui.present.text import assemble, display
from callrail_tui.present.times import countdown
from callrail_tui.session.connecting import Connecting, Step
from callrail_tui.session.worker import Worker
from callrail_tui.widgets.qr import qr_content, qr_lines

_AROUND_ROWS, _AROUND_CELLS = 7, 8
"""What the dialog needs beside the code: its frame, the link, what is said, the keys."""
_SAID = {
    Step.ACTIVE: "It is ACTIVE: enter goes on to its accounts.",
    Step.FAILED: "It FAILED: nobody authorised it, or CallRail refused. enter leaves; a makes a new link.",
    Step.GONE: "It was deleted meanwhile. enter leaves; a makes a new link.",
    Step.TIMED_OUT: "Five minutes are over and it is PENDING still. enter leaves; D deletes it there.",
    Step.STOPPED: "It is PENDING still, and left over. enter leaves; D deletes it there.",
}


class ConnectingDialog(ModalScreen[tuple[Step, Connection]]):
    """Gives how far it came, and the connection as it was seen last. The link is a secret: it stands here only."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy", "Copy", show=False),
        Binding("o", "browse", "Browser", show=False),
        Binding("p", "print", "Print", show=False),
        Binding("escape", "stop", "Stop", show=False, priority=True),
        Binding("enter", "leave", "Leave", show=False, priority=True),
    ]

    def __init__(self, worker: Worker, connection: Connection) -> None:
        super().__init__()
        self._connecting = Connecting(worker, connection, self._changed)
        self._link = connection.url if is_connect_link(connection.url) else None
        self._code = qr_lines(self._link) if self._link is not None else ()

    def compose(self) -> ComposeResult:
        """What to do, the link, its code where it fits, how it stands, the keys."""
        with VerticalScroll(classes="dialog connecting", can_focus=True):
            yield Static(display("Connect CallRail: open this page and authorise"), classes="dialog--title")
            yield Static(self._link_words(), classes="connecting--link")
            yield Static(display(""), classes="connecting--code")
            yield Static(display(""), classes="connecting--said")
            yield Static(
                display("y copy · o browser · p print it below the screen · esc give up"), classes="dialog--keys"
            )

    def on_mount(self) -> None:
        """Begin to look."""
        self.query_one(VerticalScroll).focus()
        self._show_code()
        self._connecting.begin()
        self._changed()

    def on_resize(self) -> None:
        """The code may fit now, or no longer."""
        if self.is_mounted:
            self._show_code()

    async def on_unmount(self) -> None:
        """Look no longer."""
        await self._connecting.stop()

    def _link_words(self) -> Content:
        if self._link is not None:
            return display(self._link, limit=2_000)
        words = "The gateway sent no link to connect.maton.ai: nothing is shown or opened."
        return assemble((words, "bold"), " Connect CallRail at https://maton.ai instead.")

    def _show_code(self) -> None:
        rows, cells = len(self._code), len(self._code[0]) if self._code else 0
        fits = rows + _AROUND_ROWS <= self.size.height and cells + _AROUND_CELLS <= self.size.width
        if not self._code:
            words = display("")
        elif fits:
            words = qr_content(self._code)
        else:
            need = f"{cells + _AROUND_CELLS} columns and {rows + _AROUND_ROWS} rows"
            words = display(f"Its QR code needs {need}: p prints it below the screen.")
        self.query_one(".connecting--code", Static).update(words)

    def _changed(self) -> None:
        if not self.query(".connecting--said"):
            return  # It is leaving.
        state = self._connecting
        if state.step is not Step.WAITING:
            words = display(_SAID[state.step], style="bold")
        elif state.error is not None:
            words = assemble((state.error.title, "bold"), f" It looks again · {countdown(state.left)} left")
        else:
            words = display(f"Waiting until it is authorised · {countdown(state.left)} left")
        self.query_one(".connecting--said", Static).update(words)
        if state.step is Step.ACTIVE and self.is_active:
            self.dismiss((state.step, state.connection))

    # What the keys do -------------------------------------------------------------------------------------------

    def _say(self, words: str) -> None:
        self.query_one(".connecting--said", Static).update(display(words))

    def action_copy(self) -> None:
        """Copy the link."""
        if self._link is not None:
            self.post_message(CopyAsked(Copyable("link", self._link, is_secret=True)))

    def action_browse(self) -> None:
        """Open the link in a browser, where the person would see it."""
        if self._link is not None:
            self.post_message(BrowserAsked(self._link))

    def action_print(self) -> None:
        """Print link and code where the shell prints, until enter is pressed there."""
        if self._link is None:
            return
        lines = ["", f"\x1b]8;;{self._link}\x1b\\{self._link}\x1b]8;;\x1b\\", ""]
        lines += [f"\x1b[30;107m{line}\x1b[0m" for line in self._code]
        try:
            with self.app.suspend():
                sys.stdout.write("\n".join([*lines, "", "enter goes back to callrail-tui", ""]))
                sys.stdout.flush()
                _wait_for_enter()
        except SuspendNotSupported:
            self._say("This terminal cannot be handed over: y copies the link.")

    @work(group="stop", description="give up connecting", exclusive=True)
    async def action_stop(self) -> None:
        """Look no longer; what is left over is said. A second time: leave."""
        if self._connecting.step is Step.WAITING:
            await self._connecting.stop()
        else:
            self.action_leave()

    def action_leave(self) -> None:
        """Leave, once it is settled."""
        if self._connecting.step is not Step.WAITING and self.is_active:
            self.dismiss((self._connecting.step, self._connecting.connection))


def _wait_for_enter() -> None:
    while os.read(sys.stdin.fileno(), 1) not in (b"\n", b"\r", b""):
        pass
