"""Writing a recording where the person wants it: private, whole or not at all, and over nothing unasked (floor 2)."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from callrail_tui.errors import CallrailTuiError


class NotSaved(CallrailTuiError):
    """The file could not be written; nothing is left of it."""

    title = "The recording could not be saved."
    hint = "Name another folder."


class AlreadyThere(NotSaved):
    """A file of this name is there."""

    title = "There is a file of this name."
    hint = "enter again replaces it."


def target_of(typed: str, name: str) -> Path:
    """The file that is meant: `~` is the home folder, a folder means `name` in it."""
    if "\0" in typed:
        raise NotSaved("This is not the name of a file.")
    try:
        path = Path(typed.strip()).expanduser()
        path = path / name if not typed.strip() or typed.endswith(("/", os.sep)) or path.is_dir() else path
        return Path(os.path.abspath(path))
    except (OSError, RuntimeError, ValueError):
        raise NotSaved("This is not the name of a file.") from None


class SoundFile:
    """A file that takes its name only when it is whole; use it as `with`, and `finish` it."""

    def __init__(self, path: Path, *, replaces: bool = False) -> None:
        self.path = path
        self._replaces = replaces
        self._temporary = path.with_name(f".{path.name[:100]}.{secrets.token_hex(4)}.part")
        if not replaces and os.path.lexists(path):
            raise AlreadyThere
        if path.is_dir() or (path.exists() and not path.is_file()):
            raise NotSaved("This is not a file that could be replaced.")
        try:
            descriptor = os.open(self._temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except (OSError, ValueError) as error:
            raise _told(error) from None
        self._file = os.fdopen(descriptor, "wb")

    def __enter__(self) -> SoundFile:
        return self

    def __exit__(self, *_: object) -> None:
        """What is not finished leaves nothing behind."""
        with suppress(OSError):
            self._file.close()
        with suppress(OSError):
            os.unlink(self._temporary)

    def write(self, chunk: bytes) -> None:
        """Take more of it."""
        try:
            self._file.write(chunk)
        except OSError as error:
            raise _told(error) from None

    def finish(self) -> None:
        """It is whole: bring it to the disk, and give it its name."""
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            if self._replaces:
                os.replace(self._temporary, self.path)
            else:
                self._take_free_name()
        except FileExistsError:
            raise AlreadyThere from None
        except OSError as error:
            raise _told(error) from None

    def _take_free_name(self) -> None:
        """A link fails where somebody took the name meanwhile; a file system without links gets a look instead."""
        try:
            os.link(self._temporary, self.path)
        except FileExistsError:
            raise
        except OSError:
            if os.path.lexists(self.path):
                raise FileExistsError from None
            os.replace(self._temporary, self.path)


def _told(error: OSError | ValueError) -> NotSaved:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else "the name cannot be used"
    return NotSaved(f"The recording could not be saved: {reason}.")
