"""Whether a terminal may be asked to erase: it has to fill with the background that is current, or a blank looks wrong.

That is terminfo's `bce`, the one fact about a terminal that is taken from there: xterm and those that call themselves
so have it, GNU screen has not, and one that terminfo does not know is written blanks.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_ERASE_CHARACTERS: Final = b"\x1b[%p1%dX"


def erases_in_colour(environ: Mapping[str, str]) -> bool:
    """Whether what this process's terminal erases (EL a line's rest, ECH some cells) takes the current background."""
    if environ.get("STY"):
        return False  # in GNU screen, which many let call itself an xterm
    try:
        import curses  # late: not every Python has it
    except ImportError:
        return False
    try:
        # Nothing is sent, so any descriptor does. Python looks at the first name it is given, and never again.
        curses.setupterm(environ.get("TERM") or "dumb", 0)
    except curses.error:
        return False
    return curses.tigetflag("bce") == 1 and curses.tigetstr("ech") == _ERASE_CHARACTERS
