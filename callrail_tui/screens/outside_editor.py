"""The person's own editor for a long text: the screen is put aside until it ends (floor 6)."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from textual.app import App, SuspendNotSupported

from callrail_tui.errors import CallrailTuiError

_FALLBACKS: Final = ("nano", "vi")
_LONGEST: Final = 1_000_000


class EditorFailed(CallrailTuiError):
    """The editor could not be started, or ended with a fault; the text is as it was."""

    title = "The editor could not be used; the text is as it was."
    hint = "Set VISUAL or EDITOR to a program that runs in a terminal."


def editor_command(environ: Mapping[str, str]) -> list[str]:
    """The editor's command as words: VISUAL, else EDITOR, else a usual one. Raises EditorFailed."""
    named = environ.get("VISUAL") or environ.get("EDITOR")
    if named:
        try:
            words = shlex.split(named)
        except ValueError:
            words = []
        if words and shutil.which(words[0], path=environ.get("PATH")):
            return words
        raise EditorFailed(f"The editor {named!r} is not found; the text is as it was.")
    found = next((name for name in _FALLBACKS if shutil.which(name, path=environ.get("PATH"))), None)
    if found is None:
        raise EditorFailed("No editor is found; the text is as it was.")
    return [found]


def edit_outside(app: App[Any], text: str, environ: Mapping[str, str]) -> str:
    """What the person made of `text` in their editor. Raises EditorFailed.

    Nothing else goes on meanwhile: the terminal is the editor's, and what is decided waits in its hold. The file is
    private, and gone afterwards.
    """
    command = editor_command(environ)
    folder = Path(tempfile.mkdtemp(prefix="callrail-tui-note-"))  # 0700
    try:
        file = folder / "note.txt"
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "w", encoding="utf-8", errors="replace", newline="\n") as writing:
            writing.write(f"{text}\n" if text else "")
        try:
            with app.suspend():
                ended = subprocess.run([*command, str(file)], check=False)
        except SuspendNotSupported:
            raise EditorFailed("This terminal cannot be handed to an editor; the text is as it was.") from None
        except OSError as error:
            raise EditorFailed(f"The editor could not be started: {error.strerror}.") from error
        if ended.returncode != 0:
            raise EditorFailed(f"The editor ended with code {ended.returncode}; the text is as it was.")
        written = file.read_bytes()[:_LONGEST].decode("utf-8", "replace")
    except OSError as error:
        raise EditorFailed(f"The text could not be handed to an editor: {error.strerror}.") from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return written.removesuffix("\n")
