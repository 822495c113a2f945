"""A link as a QR code in half blocks, for a phone beside a terminal without a browser (floor 5)."""

from __future__ import annotations

from textual.content import Content

from callrail_tui.present.text import display

_QUIET = 2
"""Light modules around it: four are the standard's, two are enough for every reader that was tried."""
_HALVES = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}
_STYLE = "#000000 on #ffffff"
"""Dark on light whatever the theme: many readers take no other."""


def qr_lines(text: str) -> tuple[str, ...]:
    """The code's lines, two rows of modules in each; every line has as many cells as another."""
    import segno  # late: only who makes a connection needs it

    code = segno.make(text, error="l", micro=False, boost_error=False)
    rows = [[bool(module) for module in row] for row in code.matrix_iter(border=_QUIET)]
    if len(rows) % 2:
        rows.append([False] * len(rows[0]))
    return tuple(
        "".join(_HALVES[pair] for pair in zip(upper, lower, strict=True))
        for upper, lower in zip(rows[::2], rows[1::2], strict=True)
    )


def qr_content(lines: tuple[str, ...]) -> Content:
    """The lines, drawn dark on light."""
    return Content("\n").join(display(line, style=_STYLE) for line in lines)
