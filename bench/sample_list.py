"""A line-API list above a detail, to measure the display layer alone: `sample_list.py cells|stock [side] [off]`."""

import sys
from typing import Any

from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.containers import Horizontal, Vertical
from textual.geometry import Region, Size
from textual.screen import ModalScreen
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widgets import Static

from callrail_tui.terminal.display import CellDisplay

ROWS = 1_000_000
PLAIN = Style.parse("#d0d0d0 on #101418")
NAME = Style.parse("bold #e0e0e0 on #101418")
DIM = Style.parse("#808890 on #101418")
CURSOR = Style.parse("#101418 on #80b0ff")
NAMES = ("Ada Lovelace", "Grace Hopper", "山田 太郎", "Alan Turing", "김 민준", "Edsger Dijkstra")


class SampleList(ScrollView, can_focus=True):
    """A million rows, made when they are drawn."""

    BINDINGS = [  # noqa: RUF012
        ("down", "go(1)", "down"),
        ("up", "go(-1)", "up"),
        ("pagedown", "go(20)", "page down"),
        ("pageup", "go(-20)", "page up"),
    ]
    DEFAULT_CSS = "SampleList { height: 1fr; scrollbar-size-vertical: 1; }"

    cursor = 0

    def on_mount(self) -> None:
        self.virtual_size = Size(self.size.width, ROWS)

    def on_resize(self) -> None:
        self.virtual_size = Size(self.size.width, ROWS)

    def render_line(self, y: int) -> Strip:
        row = y + self.scroll_offset.y
        name = NAMES[row % len(NAMES)]
        cells = [
            Segment(f"{row:>8,}  ", DIM),
            Segment(f"{name} ", NAME),
            Segment(f"+1 (555) 01{row % 90 + 10:02d}  {row * 7919 % 600:>4} s  ", PLAIN),
            Segment("answered  google / cpc " if row % 3 else "missed    direct       ", DIM),
        ]
        if row == self.cursor:
            cells = [Segment(text, CURSOR) for text, _, _ in cells]
        strip = Strip(cells)
        return strip.extend_cell_length(self.size.width, CURSOR if row == self.cursor else PLAIN).crop(
            0, self.size.width
        )

    def action_go(self, rows: int) -> None:
        before, self.cursor = self.cursor, max(0, min(ROWS - 1, self.cursor + rows))
        top, height = self.scroll_offset.y, self.scrollable_content_region.height
        if self.cursor >= top + height:
            self.scroll_to(y=self.cursor - height + 1, animate=False, immediate=True)
        elif self.cursor < top:
            self.scroll_to(y=self.cursor, animate=False, immediate=True)
        else:
            for row in (before, self.cursor):
                self.refresh(Region(0, row - top, self.size.width, 1))
        self.screen.query_one("#status", Static).update(f"{self.cursor + 1:,} of {ROWS:,}")


class Question(ModalScreen[None]):
    """Something over the list, which shows through."""

    BINDINGS = [("m", "dismiss", "close")]  # noqa: RUF012
    DEFAULT_CSS = """
    Question { align: center middle; background: black 40%; }
    Question Static { width: 30; height: 5; border: round red; }
    """

    def compose(self) -> ComposeResult:
        yield Static("Call back 山田 now?")


class SampleApp(App[None]):
    """The list, a detail, a status line, and a pane beside them."""

    BINDINGS = [  # noqa: RUF012
        ("q", "quit", "quit"),
        ("m", "ask", "ask"),
        ("s", "side", "side"),
        ("n", "note", "note"),
        ("e", "edit", "edit"),
        ("p", "paint", "paint"),
    ]
    CSS = """
    #detail { height: 12; border-top: solid grey; }
    #status { height: 1; }
    #side { width: 30; border-right: solid grey; display: none; }
    .side #side { display: block; }
    """
    ENABLE_COMMAND_PALETTE = False
    opens_side = False

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Static("tree\n" * 20, id="side")
            with Vertical():
                yield SampleList()
                yield Static("name  Ada Lovelace\nnote  call back 山田\n" * 4, id="detail")
        yield Static("ready", id="status")

    def on_mount(self) -> None:
        if self.opens_side:
            self.action_side()

    def action_ask(self) -> None:
        self.push_screen(Question())

    def action_side(self) -> None:
        self.screen.toggle_class("side")

    def action_note(self) -> None:
        self.notify("Saved.", title="Note", timeout=60)

    def action_paint(self) -> None:
        self.screen.refresh()

    def action_edit(self) -> None:
        with self.suspend():
            sys.__stdout__.write("\x1b[2J\x1b[3;3Helsewhere\r\n")
            sys.__stdout__.flush()


class SampleCells(CellDisplay[None], SampleApp):
    """The same, by the display layer."""


def main(*options: str) -> None:
    """Run it as the options say."""
    app: Any = SampleCells() if "cells" in options else SampleApp()
    app.opens_side = "side" in options
    app.draws_cells = "off" not in options
    app.run()


if __name__ == "__main__":
    main(*sys.argv[1:])
