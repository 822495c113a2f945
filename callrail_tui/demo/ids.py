"""Identifiers of the wire's form that hold their own index: no record is stored in order to be found (wire 2.1)."""

import re
from typing import Final

from callrail_tui.demo.dice import mix

_ODD: Final = 0x9E3779B97F4A7C15
_SPACE: Final = 1 << 64
_INVERSE: Final = pow(_ODD, -1, _SPACE)
_FORM: Final = re.compile(r"[A-Z]{3}[0-9a-f]{32}")


class Mint:
    """Makes and reads the ids of one account: prefix, ``019c``, a mark of the account, and the scrambled index."""

    def __init__(self, salt: int) -> None:
        """Ids of another salt are not recognised."""
        self._mark = f"019c{mix(salt, 0) >> 16:012x}"
        self._shift = mix(salt, 1)

    def make(self, prefix: str, index: int) -> str:
        """The id of the record at that index."""
        return f"{prefix}{self._mark}{(index * _ODD + self._shift) % _SPACE:016x}"

    def read(self, prefix: str, text: str) -> int | None:
        """The index in an id of ours; None for any other text."""
        if not _FORM.fullmatch(text) or not text.startswith(prefix + self._mark):
            return None
        return (int(text[-16:], 16) - self._shift) * _INVERSE % _SPACE
