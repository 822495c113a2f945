"""A program that does at random what programs do to a screen."""

from __future__ import annotations

from random import Random
from typing import Any, ClassVar

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.geometry import Region, Size
from textual.screen import ModalScreen, Screen
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input, Static

PLAIN = ("a", "bc d", "0123456789", "Ada Lovelace ", "   ", "      ", "Zoë ", "│─┼", "Ж", "+1 (555) 0199 ", "…", "✓")
WIDE = ("漢字", "x漢", "가나", "山田 太郎", "。", "全角")
ODD = (
    "👍",
    "👨‍👩‍👧",
    "e\u0301t",
    "❤️",
    "❤",
    "🇩🇪",
    "ไทย",
    "שלום",
    "مرحبا",
    "\u0301",
    "a\u200bb",
    "x\u200dy",
    "☎\ufe0f1",
    "👩🏽‍💻",
    "\u00a0",
    "\u3000",
    "नि",
    "⚠️ ",
)
COLOURS = (None, None, "default", "red", "bright_blue", "color(9)", "color(200)", "#102030", "#e0a040", "#e0a041")
ATTRIBUTES = (
    "bold",
    "dim",
    "italic",
    "underline",
    "blink",
    "blink2",
    "reverse",
    "conceal",
    "strike",
    "underline2",
    "frame",
    "overline",
)


class Dice(Random):
    """What may stand on a screen."""

    def style(self) -> Style | None:
        """A style, mostly a simple one."""
        if self.random() < 0.05:
            return None
        attributes: dict[str, Any] = {name: True for name in ATTRIBUTES if self.random() < 0.08}
        colour, ground = self.choice(COLOURS), self.choice(COLOURS)
        link = "https://example.com" if self.random() < 0.01 else None
        return Style(color=colour, bgcolor=ground, link=link, **attributes)

    def text(self, strange: float) -> str:
        """A few glyphs."""
        pool = PLAIN if self.random() > strange else self.choice((WIDE, ODD))
        return self.choice(pool)

    def segments(self, strange: float, palette: list[Style | None]) -> list[Segment]:
        """A line."""
        return [
            Segment("".join(self.text(strange) for _ in range(self.randint(1, 3))), self.choice(palette))
            for _ in range(self.randint(1, 9))
        ]

    def rich_text(self, strange: float, palette: list[Style | None]) -> Text:
        """Some lines for Textual to lay out."""
        lines = [
            Text.assemble(*[(part.text, part.style or "") for part in self.segments(strange, palette)])
            for _ in range(self.randint(1, 5))
        ]
        return Text("\n").join(lines)


class Rows(ScrollView, can_focus=True):
    """A line-API list, like that of calls: rows that scroll, with a cursor."""

    DEFAULT_CSS = "Rows { scrollbar-size-vertical: 1; scrollbar-size-horizontal: 1; }"
    COUNT = 400
    cursor = 0

    def __init__(self, dice: Dice, strange: float, **options: Any) -> None:
        super().__init__(**options)
        palette = [dice.style() for _ in range(4)]
        kinds = [dice.segments(strange, palette) for _ in range(dice.choice((1, 3, 40)))]
        numbered = dice.random() < 0.7
        self.lines = [
            [Segment(f"{row:>4} ", palette[0]), *dice.choice(kinds)] if numbered else dice.choice(kinds)
            for row in range(self.COUNT)
        ]
        self.cursor_style = Style(color="#101418", bgcolor="#80b0ff")
        self.ground = dice.style()

    def on_resize(self) -> None:
        self.virtual_size = Size(max(1, self.size.width), self.COUNT)

    def render_line(self, y: int) -> Strip:
        row = y + self.scroll_offset.y
        if not 0 <= row < self.COUNT:
            return Strip.blank(self.size.width, self.ground)
        line = self.lines[row]
        if row == self.cursor:
            line = [Segment(part.text, self.cursor_style) for part in line]
        return Strip(line).extend_cell_length(self.size.width, self.ground).crop(0, self.size.width)

    def go(self, rows: int) -> None:
        """Move the cursor, and scroll if it leaves."""
        before, self.cursor = self.cursor, max(0, min(self.COUNT - 1, self.cursor + rows))
        top, height = self.scroll_offset.y, self.scrollable_content_region.height
        if self.cursor >= top + height:
            self.scroll_to(y=self.cursor - height + 1, animate=False, immediate=True)
        elif self.cursor < top:
            self.scroll_to(y=self.cursor, animate=False, immediate=True)
        for row in (before, self.cursor):
            self.refresh(Region(0, row - top, self.size.width, 1))


class Panel(Widget):
    """Lines of styled text, of which some change."""

    def __init__(self, dice: Dice, strange: float, **options: Any) -> None:
        super().__init__(**options)
        self.palette = [dice.style() for _ in range(5)]
        self.lines = [dice.segments(strange, self.palette) for _ in range(60)]
        self.ground = dice.style()

    def render_line(self, y: int) -> Strip:
        line = self.lines[y % len(self.lines)]
        width = self.size.width
        return Strip(line).extend_cell_length(width, self.ground).crop(0, width)

    def change(self, dice: Dice, strange: float) -> None:
        """Put other text on some lines, and say so of a part of them that may be cut anywhere."""
        for _ in range(dice.randint(1, 3)):
            y = dice.randrange(max(1, self.size.height))
            self.lines[y % len(self.lines)] = dice.segments(strange, self.palette)
            x = dice.choice((0, 0, dice.randrange(max(1, self.size.width))))
            self.refresh(Region(x, y, dice.choice((self.size.width, dice.randint(1, 9))), 1))

    def shift(self, dice: Dice) -> None:
        """Move the lines up or down."""
        step = dice.choice((-3, -1, 1, 2))
        self.lines = self.lines[step:] + self.lines[:step]
        self.refresh()


class Scenery(Screen[None]):
    """Panes, docked lines, a field, and things that float above them."""

    DEFAULT_CSS = """
    Scenery { layers: below above; overflow: hidden; }
    Scenery #side { width: 30%; border-right: solid grey; }
    Scenery #lower { height: 35%; border-top: round $primary; overflow: auto; }
    Scenery Rows { height: 1fr; }
    Scenery #status { dock: bottom; height: 1; }
    Scenery Input { dock: top; height: 1; border: none; }
    Scenery .floating { layer: above; position: absolute; width: 14; height: 4; }
    Scenery .framed { border: heavy red; }
    Scenery .hidden { display: none; }
    Scenery .unseen { visibility: hidden; }
    """

    def __init__(self, dice: Dice, strange: float) -> None:
        super().__init__()
        self.dice, self.strange = dice, strange

    def compose(self) -> ComposeResult:
        dice, strange = self.dice, self.strange
        palette = [dice.style() for _ in range(4)]
        yield Input(value="search 漢", id="field")
        with Horizontal():
            yield Panel(dice, strange, id="side")
            with Vertical():
                yield Rows(dice, strange, id="rows")
                yield Static(dice.rich_text(strange, palette), id="lower")
        yield Static("ready", id="status")
        yield Panel(dice, strange, id="first", classes="floating framed")
        yield Panel(dice, strange, id="second", classes="floating hidden")

    def on_mount(self) -> None:
        self.query_one(Input).cursor_blink = False


class Dialog(ModalScreen[None]):
    """Something over the screen, which shows through or not."""

    DEFAULT_CSS = """
    Dialog { align: center middle; background: black 40%; }
    Dialog.solid { background: #203040; }
    Dialog.clear { background: transparent; }
    Dialog Static { width: 60%; height: auto; max-height: 60%; border: round red; }
    Dialog Rows { width: 60%; height: 5; }
    """
    LOOKS: ClassVar[tuple[str, ...]] = ("", "solid", "clear")

    def __init__(self, dice: Dice, strange: float) -> None:
        super().__init__(classes=dice.choice(self.LOOKS))
        self.dice, self.strange = dice, strange

    def compose(self) -> ComposeResult:
        palette = [self.dice.style() for _ in range(3)]
        yield Static(self.dice.rich_text(self.strange, palette))
        yield Rows(self.dice, self.strange)
