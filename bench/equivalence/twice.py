"""An App whose every update is drawn twice: by Textual's own bytes into one emulator, by the layer's into another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from rich.cells import cell_len, split_graphemes
from rich.console import RenderableType
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.app import App
from textual.driver import Driver
from textual.geometry import Offset, Size
from textual.screen import Screen

from bench.equivalence.emulator import Terminal, Widths
from bench.equivalence.scene import Dice, Scenery
from callrail_tui.terminal.ansi import POSITION_REQUEST
from callrail_tui.terminal.display import CellDisplay
from callrail_tui.terminal.narrow_updates import with_narrow_updates
from callrail_tui.terminal.pace import Pace


class Different(AssertionError):
    """The two screens are not the same."""


class EmulatorDriver(Driver):
    """A driver whose terminal is an emulator in this process; it answers when it is told to."""

    def __init__(self, app: App[Any], terminal: Terminal) -> None:
        super().__init__(app, size=(terminal.columns, terminal.lines))
        self.terminal = terminal
        self.owed = 0
        self.meant = Offset(0, 0)
        """Where the cursor was to be when a frame was last written."""

    @property
    def can_suspend(self) -> bool:
        return True

    def write(self, data: str) -> None:
        self.owed += data.count(POSITION_REQUEST)
        self.terminal.feed(data)
        self.meant = self._app.screen.outer_size.clamp_offset(self._app.cursor_position)

    def answer(self) -> None:
        """Answer the oldest request."""
        self.owed -= 1
        self._app.post_message(events.CursorPosition(1, 1))

    def tell_size(self) -> None:
        """Say how large the terminal is."""
        size = Size(self.terminal.columns, self.terminal.lines)
        self._app.post_message(events.Resize(size, size))

    def start_application_mode(self) -> None:
        self.tell_size()

    def disable_input(self) -> None: ...

    def stop_application_mode(self) -> None: ...


class SteppedPace(Pace):
    """The pace on a clock that is set by hand, whose time-outs pass when they are told to."""

    now = 100.0

    def wait(self, now: float) -> float:
        return 3600.0 if super().wait(self.now) else 0.0

    def sent(self, size: int, now: float) -> bool:
        return super().sent(size, self.now)

    def answered(self, now: float) -> None:
        super().answered(self.now)


class Twice(CellDisplay[None]):
    """The program, on two terminals."""

    ENABLE_COMMAND_PALETTE = False
    ESCAPE_TO_MINIMIZE = False

    def __init__(self, dice: Dice, size: tuple[int, int], widths: Widths, strange: float) -> None:
        super().__init__(driver_class=self._make_driver)  # type: ignore[arg-type]
        self.animation_level = "none"
        self.dice, self.strange = dice, strange
        self.erases = dice.random() < 0.5
        self.stock, self.ours = Terminal(*size, widths), Terminal(*size, widths)
        self._pace = self.pace = SteppedPace()
        self.counts: Counter[str] = Counter()
        self.unsettled = True
        """Whether the terminals were in other hands and not everything has been drawn again."""
        self.stock_lost = True
        """Whether Textual has yet to draw the whole of a terminal that was resized."""
        self.found: str | None = None

    def _make_driver(self, app: App[Any], **_: Any) -> Driver:
        self.stock_driver = EmulatorDriver(app, self.stock)
        self.our_driver = EmulatorDriver(app, self.ours)
        return self.our_driver

    def get_default_screen(self) -> Screen[None]:
        screen = Scenery(self.dice, self.strange)
        return with_narrow_updates(screen) if self.dice.random() < 0.5 else screen

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        seen = isinstance(renderable, LayoutUpdate | ChopsUpdate) and not self._batch_count and self._running
        ours_first = seen and self.counts["updates"] % 2
        if ours_first:
            super()._display(screen, renderable)
        if seen:
            self.counts["updates"] += 1
            self.counts[type(renderable).__name__] += 1
            self._driver = self.stock_driver
            try:
                App._display(self, screen, renderable)
            finally:
                self._driver = self.our_driver
        if seen and isinstance(renderable, LayoutUpdate):
            doubt_cut_glyphs(self.stock, renderable)
            if renderable.region.size == (self.stock.columns, self.stock.lines):
                self.stock_lost = False
        if not ours_first:
            super()._display(screen, renderable)
        if seen and not self.unsettled:
            if self._held is None:
                self.compare()
            else:
                self.counts["updates held back"] += 1

    def compare(self) -> None:
        """Hold the one screen against the other."""
        self.counts["comparisons"] += 1
        if self.found is None and (found := self._difference()):
            self.found = f"update {self.counts['updates']}: {found}"

    def _difference(self) -> str:
        if found := difference(self.stock, self.ours):
            return found
        # Textual moves the cursor only when it draws; a frame that goes out later knows better.
        places = {(self.stock.cursor.x, self.stock.cursor.y), tuple(self.our_driver.meant)}
        at = (self.ours.cursor.x, self.ours.cursor.y)
        return "" if at in places else f"cursor at {at} instead of {places}"


def doubt_cut_glyphs(terminal: Terminal, update: LayoutUpdate) -> None:
    """Doubt the lines that Textual has just drawn, from where Rich has cut an emoji in two.

    Rich may lose a cell there; then Textual leaves the end of the line undrawn. And between two pieces without a style
    Textual sends nothing, so that the halves arrive as one glyph again: a heart and the VS16 that was cut off it are to
    Textual one cell and none, to a terminal that joins them two. The heart, and what follows it, then stand where
    Textual does not take them to be, and do not once it draws the pieces one by one, in a `ChopsUpdate`.
    """
    for y, strips in enumerate(update.strips, update.region.y):
        segments = [segment for strip in strips for segment in strip]
        doubtful = sum(cell_len(text) for text, _, _ in segments)
        if (joined := _joined_again(segments)) is not None:
            doubtful = min(doubtful, joined)
        if doubtful < terminal.columns and y < terminal.lines:
            terminal.doubt_rest(y, doubtful)


def _joined_again(segments: Iterable[Segment]) -> int | None:
    """The column of the first glyph that is sent whole but counted in pieces, if there is one."""
    column, sent = 0, ""
    for text, style, _ in segments:
        if style is not None and _sends_codes(style):
            sent = ""
        else:
            if sent and cell_len(sent + text) != cell_len(sent) + cell_len(text):
                return column - split_graphemes(sent)[0][-1][2]
            sent += text
        column += cell_len(text)
    return None


def _sends_codes(style: Style) -> bool:
    """Whether Textual puts anything around a text in this style; not by `Style._ansi`, which may not be made yet."""
    attributes = style._attributes & style._set_attributes
    return bool(attributes or style.color is not None or style.bgcolor is not None or style.link)


def difference(stock: Terminal, ours: Terminal) -> str:
    """Where the layer's screen is not what Textual's own is sure of; empty if nowhere."""
    for y in range(stock.lines):
        wanted, shown = stock.buffer[y], ours.buffer[y]
        if wanted == shown:
            continue
        for x in range(stock.columns):
            # Nor is it sure of half a glyph of whose other half it is not.
            sure = wanted[x].sure and (wanted[x].data or not x or wanted[x - 1].sure)
            if wanted[x] != shown[x] and sure and wanted[x] != shown[x]._replace(sure=True):
                return (
                    f"row {y}, column {x}: {shown[x]} where Textual shows {wanted[x]}\n"
                    f"  stock {stock.text(y)!r}\n  ours  {ours.text(y)!r}"
                )
    return ""
