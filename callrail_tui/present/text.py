"""The door: the one way from foreign text to something drawable."""

from typing import Final

from rich.text import Text
from textual.content import Content
from textual.style import Style

from callrail_tui.present.cells import fit, width
from callrail_tui.text import LIMIT, clean

__all__ = ["assemble", "display", "display_text", "fit", "width"]

_NO_STYLE: Final = ""


def display(value: object, *, multiline: bool = False, limit: int = LIMIT, style: str | Style = _NO_STYLE) -> Content:
    """`value` cleaned, as `Content`: for Textual's own sinks (Static, Label, Button, Option, notify, titles)."""
    text = clean(value, multiline=multiline, limit=limit)
    return Content.styled(text, style) if style else Content(text)


def display_text(value: object, *, multiline: bool = False, limit: int = LIMIT, style: str = _NO_STYLE) -> Text:
    """`value` cleaned, as rich `Text`: for the sinks that do not draw `Content` (Tree labels, DataTable cells)."""
    return Text(clean(value, multiline=multiline, limit=limit), style=style, end="")


def assemble(*parts: object | tuple[object, str | Style], separator: str = "") -> Content:
    """The parts in a row, each cleaned on its own; a part is a value, a `Content`, or (value, style).

    The limit holds for each part. Use it instead of an f-string wherever words of ours stand beside words of theirs.
    """
    drawn = [_part(part) for part in parts]
    return Content(separator).join(drawn) if separator else Content.assemble(*drawn)


def _part(part: object | tuple[object, str | Style]) -> Content:
    if isinstance(part, Content):
        return part
    if isinstance(part, tuple):
        value, style = part
        return display(value, style=style)
    return display(part)
