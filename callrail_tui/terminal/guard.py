"""The render guard: the net behind the text door, at the last place where text is still apart from escape sequences.

Tried on Textual 8.2.8: every repaint goes through `Strip.render`, which hands each styled run to `Strip.render_style`
and writes runs without a style as they are. Both are wrapped, so that no run passes unseen.
"""

import logging
import re
from io import StringIO
from typing import Final

from rich.cells import get_character_cell_size
from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._context import active_app
from textual.strip import Strip
from textual.widget import Widget

from callrail_tui.errors import CallrailTuiError
from callrail_tui.text import FORBIDDEN, REPLACEMENT

_log = logging.getLogger(__name__)

hits: int = 0
"""Runs of text that had to be cleaned here: each is a place that went round `display()`. Tests hold it to 0."""

_PROBE_TEXT: Final = "\x1b]52;c;cHJvYmU=\x1b\\\x9b31m\u202e\x00\n"
_PROBE_DRAWN: Final = "]52;c;cHJvYmU=\\31m"
_PROBE_LINK: Final = "https://probe.example.com"
_MOST_REPORTS: Final = 50
_reported: set[tuple[str, str]] = set()
_STOCK_RENDER: Final = Strip.render
_STOCK_RENDER_STYLE: Final = Strip.render_style


class GuardError(CallrailTuiError):
    """The installed Textual draws past the guard, so hostile text could reach the terminal."""

    title = "The installed Textual draws past the guard that keeps hostile text from the terminal."
    hint = "Install this program again with the release of Textual that it asks for."


def guarded(text: str) -> str:
    """`text` without what may not reach the terminal, in as many cells; for code that writes cells itself."""
    # What is printable cannot act, and the test is one loop in C; what fails it is mostly a no-break space or an emoji.
    if text.isprintable() or FORBIDDEN.search(text) is None:
        return text
    _count(text)
    return FORBIDDEN.sub(_keep_width, text)


def install_render_guard() -> None:
    """Put the guard between Textual and the terminal, once; raises `GuardError` if it does not hold."""
    if Strip.render is not _render:
        setattr(Strip, "render_style", classmethod(_render_style))  # noqa: B010  (the type checker refuses the plain form)
        setattr(Strip, "render", _render)  # noqa: B010
    _self_test()


def _render_style(cls: type[Strip], style: Style, text: str, color_system: ColorSystem) -> str:
    if not text.isprintable():
        text = guarded(text)
    if style._link:
        # No text of ours is a hyperlink, so one that comes here was made by somebody else's words.
        _count(style._link)
        style = style.update_link(None)
    return _STOCK_RENDER_STYLE(style, text, color_system)


def _render(self: Strip, console: Console) -> str:
    if self._render_cache is None:
        for segment in self._segments:
            if segment.style is None:
                styled = Strip(Segment(text, style or Style.null()) for text, style, _ in self._segments)
                self._render_cache = _STOCK_RENDER(styled, console)
                break
    return _STOCK_RENDER(self, console)


def _keep_width(found: re.Match[str]) -> str:
    return REPLACEMENT if get_character_cell_size(found[0]) else ""


def _count(text: str) -> None:
    global hits
    hits += 1
    # Only the code points are logged: the text itself is call data, which stays off the disk.
    points = " ".join(sorted({f"U+{ord(character):04X}" for character in FORBIDDEN.findall(text)}))
    case = (_owner(text), points or "a hyperlink")
    if case not in _reported and len(_reported) < _MOST_REPORTS:
        _reported.add(case)
        _log.warning("uncleaned text drawn by %s: %s", *case)


def _owner(text: str) -> str:
    """The class of the widget that drew `text`, as far as the lines it keeps can tell."""
    app = active_app.get(None)
    if app is None or not app.is_running:
        return "no widget"
    for widget in app.screen.walk_children(Widget, with_self=True):
        if any(text in line.text for line in widget._styles_cache._cache.values()):
            return type(widget).__name__
    return "an unknown widget"


def _self_test() -> None:
    """Draw one hostile line as Textual would, and refuse to go on if anything of it comes through."""
    global hits
    before, reported = hits, set(_reported)
    _log.disabled, was_disabled = True, _log.disabled
    try:
        probe = Strip([Segment(_PROBE_TEXT, Style(bold=True, link=_PROBE_LINK)), Segment(_PROBE_TEXT, None)])
        drawn = probe.render(Console(file=StringIO(), color_system="truecolor", force_terminal=True))
    finally:
        _log.disabled = was_disabled
        hits = before
        _reported.clear()
        _reported.update(reported)
    if drawn != f"\x1b[1m{_PROBE_DRAWN}\x1b[0m{_PROBE_DRAWN}":
        raise GuardError()
