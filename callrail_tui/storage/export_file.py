"""A file that grows page by page, can be gone on with after a kill at any moment, and has its name only once whole.

Beside the target stand, until then, `.NAME.part` with what is written and `.NAME.part.journal`: a line that says what
is exported, then a line for each page with the part's length after it. A page counts once its line is whole on disk;
what the part holds beyond the last such line is cut off when it is gone on with.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import json
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from callrail_tui.errors import CallrailTuiError
from callrail_tui.storage.paths import open_private

VERSION: Final = 1
_PART: Final = ".part"
_JOURNAL: Final = ".part.journal"
_LONGEST_LINE: Final = 1_000_000
_FREE_NAMES: Final = 1_000
_PATIENCE: Final = 1.0

Note = dict[str, Any]
"""One line of the journal."""


class NotWritten(CallrailTuiError):
    """The file system does not take it: why, and the cure. What was written stays and can be gone on with."""

    title = "The export cannot be written."
    hint = "Name another folder, or make this one writable."


class InUse(CallrailTuiError):
    """Another window writes this export."""

    title = "Another window is writing this export."
    hint = "Let it finish, or name another file."


class LeftOver(NamedTuple):
    """An export that was not finished."""

    target: Path
    head: Note
    """What is exported, as it was begun."""
    last: Note | None
    """What was said with the last whole page; None where none is whole."""
    pages: int


class ExportFile:
    """The part and the journal of one export; every method may raise NotWritten, and then nothing has changed."""

    def __init__(self, target: Path, part: int, journal: int, length: int, journal_length: int) -> None:
        self.target = target
        self._part = part
        self._journal = journal
        self._length = length
        self._journal_length = journal_length
        self._is_open = True
        self._lock = threading.Lock()
        """Pages are written in a thread: nobody closes the file under it, since its number may be another's then."""

    @classmethod
    def begin(cls, target: Path, head: Note) -> ExportFile:
        """Begin anew; InUse where another window is at it. What was left over of this name is gone then."""
        with _telling(target):
            journal = _open_locked(_beside(target, _JOURNAL), os.O_CREAT)
            try:
                part = open_private(_beside(target, _PART), os.O_RDWR | os.O_CREAT)
            except OSError:
                os.close(journal)
                raise
        file = cls(target, part, journal, 0, 0)
        try:
            file._note({"version": VERSION, "target": target.name, **head})
        except NotWritten:
            file.discard()
            raise
        return file

    @classmethod
    def go_on(cls, target: Path) -> tuple[ExportFile, LeftOver, Iterator[Note]]:
        """Go on behind the last whole page; what is left over, and every whole page's note, read as they are asked for.

        NotWritten where there is nothing that can be gone on with.
        """
        with _telling(target):
            journal = _open_locked(_beside(target, _JOURNAL), 0)
            try:
                part = open_private(_beside(target, _PART), os.O_RDWR)
            except OSError:
                os.close(journal)
                raise
        left_over, length, journal_length = _survey(target, os.fstat(part).st_size)
        file = cls(target, part, journal, length, journal_length)
        if left_over is None:
            file.close()
            raise NotWritten("What is left of this export cannot be read.", "Delete it, and begin anew.")
        notes = (note for note, _ in _notes(_beside(target, _JOURNAL), journal_length))
        next(notes)  # The head.
        return file, left_over, notes

    def append(self, data: bytes, note: Note) -> None:
        """Write a page and then, once it is on disk, its note; a page that fails can be written again."""
        with self._lock, _telling(self.target):
            self._check_open()
            _write_at(self._part, data, self._length)
            self._note({**note, "length": self._length + len(data)})
            self._length += len(data)

    def _note(self, note: Note) -> None:
        line = json.dumps(note, separators=(",", ":")).encode() + b"\n"
        with _telling(self.target):
            _write_at(self._journal, line, self._journal_length)
        self._journal_length += len(line)

    def finish(self, closing: bytes, *, replace: bool) -> Path:
        """Give the whole file its name, and its path: another name where that one was taken meanwhile."""
        with self._lock, _telling(self.target):
            self._check_open()
            _write_at(self._part, closing, self._length)
            path = self._named(replace)
            with contextlib.suppress(OSError):
                _beside(self.target, _JOURNAL).unlink()
            _keep_names(self.target.parent)
        self.close()
        return path

    def _named(self, replace: bool) -> Path:
        part = _beside(self.target, _PART)
        if replace:
            os.replace(part, self.target)
            return self.target
        for path in _free_names(self.target):
            if _linked(part, path):
                return path
        raise FileExistsError(errno.EEXIST, "no name is free")

    def close(self) -> None:
        """Let go of it; it can be gone on with."""
        if self._lock.acquire(timeout=_PATIENCE):
            try:
                if self._is_open:
                    os.close(self._part)
                    os.close(self._journal)
            finally:
                self._lock.release()
        # Else the disk hangs: what is being written has the file for as long as the process lives.
        self._is_open = False

    def _check_open(self) -> None:
        if not self._is_open:
            raise OSError(errno.EBADF, "the export was ended")

    def discard(self) -> None:
        """Delete what is written."""
        for suffix in (_PART, _JOURNAL):
            with contextlib.suppress(OSError):
                _beside(self.target, suffix).unlink()
        self.close()


def left_over_at(target: Path) -> LeftOver | None:
    """What was not finished under this name; None where there is nothing, or nothing to be read."""
    with contextlib.suppress(OSError):
        return _survey(target, _beside(target, _PART).stat().st_size)[0]
    return None


def left_overs_in(folder: Path) -> list[LeftOver]:
    """What was not finished in a folder, by name."""
    try:
        names = sorted(entry.name for entry in os.scandir(folder) if entry.name.endswith(_JOURNAL))
    except OSError:
        return []
    targets = (folder / name[1 : -len(_JOURNAL)] for name in names if name.startswith(".") and len(name) > 14)
    return [found for target in targets if (found := left_over_at(target)) is not None]


def forget(target: Path) -> None:
    """Delete what is left over under this name; InUse where another window is at it."""
    with _telling(target):
        journal = _open_locked(_beside(target, _JOURNAL), 0)
        try:
            for suffix in (_PART, _JOURNAL):
                with contextlib.suppress(FileNotFoundError):
                    _beside(target, suffix).unlink()
        finally:
            os.close(journal)


def refusal(target: Path) -> NotWritten | None:
    """Why nothing can be written there, as far as can be told before; None where it seems possible."""
    folder = target.parent
    if not target.name or target.is_dir():
        return NotWritten("This is a folder, not a file.", "Add a file's name to it.")
    if not folder.is_dir():
        return NotWritten(f"There is no folder {folder}.", "Make it in a shell (mkdir -p), or name another one.")
    if not os.access(folder, os.W_OK | os.X_OK):
        return NotWritten(f"You may not write in {folder}.", "Name another folder, or change its rights.")
    return None


def _beside(target: Path, suffix: str) -> Path:
    return target.with_name(f".{target.name}{suffix}")


def _survey(target: Path, size: int) -> tuple[LeftOver | None, int, int]:
    """What can be gone on with, the part's length then, and the journal's."""
    head: Note | None = None
    last: Note | None = None
    length = journal_length = pages = 0
    for note, end in _notes(_beside(target, _JOURNAL), None):
        if head is None:
            if note.get("version") != VERSION:
                break
            head = note
        else:
            reach = note.get("length")
            if not isinstance(reach, int) or reach > size:
                break
            last, length, pages = note, reach, pages + 1
        journal_length = end
    return (LeftOver(target, head, last, pages) if head is not None else None), length, journal_length


def _notes(path: Path, limit: int | None) -> Iterator[tuple[Note, int]]:
    """The whole lines of a journal, each with where it ends; a line that was torn ends them."""
    with open(path, "rb", opener=lambda name, flags: os.open(name, flags | os.O_CLOEXEC | os.O_NOFOLLOW)) as file:
        end = 0
        while (limit is None or end < limit) and (line := file.readline(_LONGEST_LINE)).endswith(b"\n"):
            end += len(line)
            try:
                note = json.loads(line)
            except ValueError:
                return
            if not isinstance(note, dict):
                return
            yield note, end


def _open_locked(path: Path, flags: int) -> int:
    descriptor = open_private(path, os.O_RDWR | flags)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in (errno.EWOULDBLOCK, errno.EACCES):
            os.close(descriptor)
            raise InUse from None
        # A folder that knows no locks: then two windows are the person's to keep apart.
    return descriptor


def _write_at(descriptor: int, data: bytes, start: int) -> None:
    """Have exactly this behind `start`, on disk."""
    os.ftruncate(descriptor, start)
    os.lseek(descriptor, start, os.SEEK_SET)
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
    os.fsync(descriptor)


def _free_names(target: Path) -> Iterator[Path]:
    yield target
    for number in range(2, _FREE_NAMES):
        yield target.with_name(f"{target.stem}-{number}{target.suffix}")


def _linked(part: Path, path: Path) -> bool:
    """Give the part this name unless somebody has it; the one step that can tell the two apart is a link."""
    try:
        os.link(part, path)
    except FileExistsError:
        return False
    except OSError:  # A file system without links.
        if path.exists():
            return False
        os.replace(part, path)
        return True
    part.unlink()
    return True


def _keep_names(folder: Path) -> None:
    with contextlib.suppress(OSError):  # Not every file system can.
        descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


_CURES: Final[dict[int, tuple[str, str]]] = {
    errno.ENOSPC: ("The disk is full.", "Make room, then go on: what is written stays."),
    errno.EDQUOT: ("Your share of the disk is used up.", "Make room, then go on: what is written stays."),
    errno.EFBIG: ("The file is larger than this system allows.", "Export fewer days or fields at once (d)."),
    errno.EROFS: ("This folder can only be read.", "Name another folder."),
    errno.EACCES: ("You may not write there.", "Name another folder, or change its rights."),
    errno.EPERM: ("You may not write there.", "Name another folder, or change its rights."),
    errno.ENOENT: ("What was written is not there any more.", "Begin the export anew."),
    errno.ENAMETOOLONG: ("The name is too long.", "Name a shorter one."),
}


@contextlib.contextmanager
def _telling(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        told: Callable[[int], tuple[str, str] | None] = _CURES.get
        title, hint = told(error.errno or 0) or (f"The disk says: {error.strerror or 'it failed'}.", NotWritten.hint)
        raise NotWritten(f"{title} ({target.parent})", hint) from error
