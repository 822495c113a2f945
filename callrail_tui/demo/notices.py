"""Notification rules that people set for themselves (wire 15)."""

from typing import Final


class Notices:
    """The rules of one account, by number."""

    def __init__(self) -> None:
        """The first rules are laid out by the handlers that know the directory."""
        self.rules: Final[dict[int, dict[str, object]]] = {}
        self.laid_out = False
        self.next_id = 41_001
