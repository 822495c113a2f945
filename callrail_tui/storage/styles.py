"""Finding the style sheet: a checkout's own beside its pyproject.toml, else the one packaged with the program."""

from __future__ import annotations

import re
from pathlib import Path

STYLES = "styles.tcss"
LATER = "/* After the first paint"
"""Begins the comment below which stand the rules that no first paint needs."""

_PACKAGE = Path(__file__).resolve().parent.parent
_OUR_NAME = re.compile(r"""^name\s*=\s*["']callrail-tui["']\s*(#.*)?$""", re.MULTILINE)


def styles_path(package: Path = _PACKAGE) -> Path:
    """The style sheet that belongs to `package`, wherever the program was started and whatever else is installed."""
    checkout = package.parent
    beside = checkout / STYLES
    if _is_our_checkout(checkout) and beside.is_file():
        return beside
    return package / STYLES


def split_styles(text: str) -> tuple[str, str]:
    """The rules that the first paint needs and the later ones, each with the variables that stand before the rules."""
    first, mark, later = text.partition(LATER)
    variables = "\n".join(line for line in first.splitlines() if line.startswith("$"))
    return first, f"{variables}\n{mark}{later}" if mark else ""


def _is_our_checkout(folder: Path) -> bool:
    # A pattern, not tomllib: this runs before the first paint, and one line is all that is asked.
    try:
        text = (folder / "pyproject.toml").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False
    return _OUR_NAME.search(text) is not None
