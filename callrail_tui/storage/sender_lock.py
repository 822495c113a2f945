"""One sender among the windows of one key and account: a lock that a killed process lets go of (robustness 3.4)."""

from __future__ import annotations

import errno
import fcntl
import os
from pathlib import Path

from callrail_tui.storage.paths import open_private


class SenderLock:
    """Held by at most one process; asked for again and again, it never waits."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    @property
    def is_held(self) -> bool:
        """Whether this process is the sender."""
        return self._descriptor is not None

    def take(self) -> bool:
        """Become the sender unless somebody is; True where we are. OSError where the folder knows no locks."""
        if self._descriptor is not None:
            return True
        descriptor = open_private(self._path, os.O_RDWR | os.O_CREAT)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(descriptor)
            if error.errno in (errno.EWOULDBLOCK, errno.EACCES):
                return False
            raise
        self._descriptor = descriptor
        return True

    def release(self) -> None:
        """Let the next window send; the file stays, since removing it would let two hold it."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
