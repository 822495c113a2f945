"""The display layer: between Textual's compositor and the terminal, sends only the cells that have changed.

Mix it in with `class CallrailApp(CellDisplay[None])`. It replaces `App._display`, the one place where an update of the
compositor becomes bytes. Private names used, tried on Textual 8.2.8 and Rich 15.0: `App._display`, `_batch_count`,
`_running`, `_closed`, `_driver`, `_sync_available` and `_previous_cursor_position`, `LayoutUpdate`, `ChopsUpdate`,
`Console._color_system`, `Style._ansi`. Inline, headless, web and Windows drivers, and whatever is not one of these two
updates, are drawn by Textual as ever.
"""

import asyncio
import os
import sys
from time import monotonic
from typing import Any, Final

from rich.color import ColorSystem
from rich.console import RenderableType
from textual import events
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.app import App, ReturnType
from textual.driver import Driver
from textual.message import Message
from textual.screen import Screen

from callrail_tui.terminal.ansi import POSITION_REQUEST, SYNC_END, SYNC_START
from callrail_tui.terminal.canvas import Canvas
from callrail_tui.terminal.cells import row_of
from callrail_tui.terminal.driver import SafeDriver
from callrail_tui.terminal.erasing import erases_in_colour
from callrail_tui.terminal.pace import Pace
from callrail_tui.terminal.picture import Picture

_MOST_QUEUED: Final = 2
_QUEUE_LOOK: Final = 0.02
_LONGEST_FAREWELL: Final = 1.0


class CellDisplay(App[ReturnType]):
    """An App whose terminal is sent changed cells, scrolled by its own margins, and never fed faster than it draws."""

    draws_cells = True
    """Whether it does so; if not, Textual draws as ever. To be set before it runs."""
    picture_before: Picture | None = None
    """What stands on the terminal until it draws, if anything does."""

    def __init__(self, *args: Any, **options: Any) -> None:
        self.erases = erases_in_colour(os.environ)
        """Whether the terminal erases to the current background. To be set before it runs, too."""
        self._canvas = Canvas(0, 0)
        self._takes_over = False
        """Whether the canvas goes on from a picture, and the driver has not told yet what size it found."""
        self._pace = Pace()
        self._held: asyncio.TimerHandle | None = None
        self._caught_up = asyncio.Event()
        super().__init__(*args, **options)

    def repaint(self) -> None:
        """Forget what the terminal shows and send it every cell, for when something else has written to it."""
        if not self.draws_cells:
            self.screen.refresh()
            return
        self._canvas.forget()
        self._pace.reset()
        self._send_frame()

    async def catch_up(self) -> None:
        """Wait (a second at most) for answers that the terminal owes, lest they reach the next program as keys."""
        if not self._pace.is_waiting or not self._pace.round_trip:
            return
        self._caught_up.clear()
        try:
            await asyncio.wait_for(self._caught_up.wait(), min(_LONGEST_FAREWELL, 4 * self._pace.round_trip + 0.05))
        except TimeoutError:
            self.log.warning("the terminal still owes an answer")

    def post_message(self, message: Message) -> bool:
        """Take the terminal's answers out of the stream of messages, and pass on the rest."""
        if isinstance(message, events.CursorPosition):
            self._pace.answered(monotonic())
            if not self._pace.is_waiting:
                self._caught_up.set()
            if self._held is not None:
                self._send_frame()
            return True
        return super().post_message(message)

    def on_mount(self) -> None:
        """Repaint when the terminal was in other hands."""
        self.app_resume_signal.subscribe(self, lambda _: self.call_after_refresh(self.repaint), immediate=True)

    def on_resize(self, event: events.Resize) -> None:
        """Repaint: terminals reflow or cut their rows as they please, and after SIGCONT nothing is known.

        Only the size that the driver tells as it starts, a little after the picture was taken over, is no news.
        """
        was_taken_over, self._takes_over = self._takes_over, False
        if event.size != (self._canvas.width, self._canvas.height):
            self._set_canvas(*event.size)
        elif not was_taken_over:
            self._canvas.forget()
        self._pace.reset()
        self.call_after_refresh(self._send_frame)

    async def on_exit_app(self) -> None:
        """Leave nothing of ours in the terminal's input."""
        await self.catch_up()

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        if not self._draws_cells(renderable):
            super()._display(screen, renderable)
            return
        try:
            if not self._batch_count and self._running and not self._closed:
                if isinstance(renderable, LayoutUpdate):
                    self._take_layout(renderable)
                elif isinstance(renderable, ChopsUpdate):
                    self._take_chops(renderable)
                self._send_frame()
        finally:
            self.post_display_hook()

    def _draws_cells(self, renderable: RenderableType | None) -> bool:
        """Whether this update is ours to draw: full-screen, on a real terminal."""
        return (
            self.draws_cells
            and isinstance(renderable, LayoutUpdate | ChopsUpdate)
            and sys.platform != "win32"
            and self._driver is not None
            and not (self._driver.is_headless or self._driver.is_inline or self._driver.is_web)
        )

    @property
    def _color_system(self) -> ColorSystem:
        return self.console._color_system or ColorSystem.TRUECOLOR

    def _set_canvas(self, width: int, height: int) -> None:
        """Begin anew with a screen of which nothing is known, but for the picture that stood on the first one."""
        self._canvas = Canvas(width, height, erases=self.erases)
        if self.picture_before is not None:
            self._takes_over = self.picture_before.tell(self._canvas)
            self.picture_before = None

    def _take_layout(self, update: LayoutUpdate) -> None:
        """Draw a whole screen."""
        x, y, width, height = update.region
        if (width, height) != (self._canvas.width, self._canvas.height):
            self._set_canvas(width, height)
        color_system = self._color_system
        for line, strips in enumerate(update.strips, y):
            self._canvas.draw(line, x, row_of((segment for strip in strips for segment in strip), color_system))

    def _take_chops(self, update: ChopsUpdate) -> None:
        """Draw the fragments of lines that Textual would write, cut where it cuts them."""
        if len(update.chops) != self._canvas.height:
            self.screen.refresh()
            return
        color_system = self._color_system
        for y, x1, x2 in update.spans:
            for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
                if strip is None or x > x2 or end <= x1:
                    continue
                shown = strip.crop(0, x2 - x) if end > x2 else strip
                self._canvas.draw(y, x, row_of(shown, color_system))

    def _send_frame(self) -> None:
        """Bring the terminal up to date now, or as soon as it has caught up."""
        if self._held is not None:
            self._held.cancel()
            self._held = None
        driver = self._driver
        if driver is None or not self._running or self._closed or not self._canvas.height or not self.draws_cells:
            return
        now = monotonic()
        if wait := max(self._pace.wait(now), _QUEUE_LOOK if _waiting(driver) > _MOST_QUEUED else 0.0):
            self._held = asyncio.get_running_loop().call_later(wait, self._send_frame)
            return
        cursor = self.screen.outer_size.clamp_offset(self.cursor_position)
        frame = self._canvas.frame((cursor.x, cursor.y))
        if not frame:
            return
        self._previous_cursor_position = cursor
        if self._sync_available:
            frame = f"{SYNC_START}{frame}{SYNC_END}"
        if self._pace.sent(len(frame), now):
            frame += POSITION_REQUEST
        if self._pace.keeps_up and isinstance(driver, SafeDriver):
            driver.write_at_once(frame)
        else:
            driver.write(frame)


def _waiting(driver: Driver) -> int:
    """Frames that the terminal has not taken yet: beyond a few, a further one would only stand in line."""
    return driver.waiting if isinstance(driver, SafeDriver) else 0
