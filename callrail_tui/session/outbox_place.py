"""Where decisions are kept on disk, and how long they are held."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

OUTBOX_FILE: Final = "outbox.sqlite3"
HOLD, SPAM_HOLD = 5.0, 10.0


class OutboxPlace(NamedTuple):
    """Where decisions are kept, under which key, and how long they can be taken back."""

    folder: Path
    key_fingerprint: str
    hold: float = HOLD
    """Seconds."""
    spam_hold: float = SPAM_HOLD
    now: Callable[[], float] = time.time
    """What time it is, in seconds since the epoch, for when something was decided."""
    on_step: Callable[[str], None] | None = None
    """Called around each commit: where a test may end the program."""
