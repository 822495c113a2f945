"""Characters whose width all terminals agree about; without Textual, for the first frame."""

import re
from functools import cache
from typing import Final

NARROW: Final = (
    "\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0377\u037a-\u037f\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u0482\u048a-\u052f\u1e00-\u1eff\u2010-\u2027"
    "\u2030-\u205e\u20a0-\u20bf\u2100-\u218b\u2190-\u2319\u231c-\u2328\u232b-\u23e8\u2400-\u2426\u2500-\u25fc"
    "\u2605\u2606\u2713\u2717\u2718\u2800-\u28ff\ufffd"
)
"""Characters that every terminal draws in one cell (a class body for `re`)."""

WIDE: Final = (
    "\u3001-\u3029\u3041-\u3096\u30a1-\u30ff\u3131-\u3163\u3165-\u318e\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7a3\uff01-\uff60"
)
"""Characters that every terminal draws in two cells."""


def is_certain(text: str) -> bool:
    """Whether every terminal draws the text in the same cells."""
    return text.isascii() or _certain().fullmatch(text) is not None


@cache
def _certain() -> re.Pattern[str]:
    return re.compile(f"[{NARROW}{WIDE}]*")
