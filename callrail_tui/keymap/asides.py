"""The keys for what stands beside a call: its recording, what was said (floor 4)."""

from __future__ import annotations

from callrail_tui.keymap.action import LOOK, Action


def asides(where: str, *, hint: str = "") -> tuple[Action, ...]:
    """They mean the same with the list, the detail or the card in focus."""
    return (
        Action(f"{where}.link", ("o",), "Recording, links", LOOK,
               "Hear the call's recording, and copy its links; nothing opens by itself.", opens=True, hint=hint),
        Action(f"{where}.transcript", ("R",), "Transcript", LOOK,
               "Read what was said, with its summary; / finds words in it.", opens=True),
        Action(f"{where}.history", ("H",), "Caller's calls", LOOK,
               "List the other calls of the same caller; enter shows them in the list.", opens=True),
        Action(f"{where}.page-views", ("V",), "Page views", LOOK,
               "Read which pages a website visitor looked at before the call.", opens=True),
    )  # fmt: skip
