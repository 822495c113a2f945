"""ctrl+g in a note: the person's own editor has the terminal, and gives it back."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from tests.program.driving import CANARY, READY, quit_well, start

EDITOR = """#!/bin/sh
stat -c '%a' "$1" > {log}
stat -c '%a' "$(dirname "$1")" >> {log}
echo "$1" >> {log}
env > {env}
printf 'written outside\\n' >> "$1"
exit {code}
"""


def editor(folder: Path, code: int = 0) -> Path:
    """An editor that appends a line, notes what it was given, and ends with this code."""
    script = folder / "editor.sh"
    script.write_text(EDITOR.format(log=folder / "log", env=folder / "env", code=code), encoding="utf-8")
    script.chmod(stat.S_IRWXU)
    return script


def test_the_editor_takes_the_text_and_gives_it_back(tmp_path: Path) -> None:
    with start(tmp_path, "--demo", EDITOR=str(editor(tmp_path)), VISUAL=None, MATON_API_KEY=CANARY) as app:
        app.wait_text(READY)
        app.send("n")
        app.wait_text("Note of")
        app.send("begun ")
        app.wait_text("begun")
        app.send("\x07")
        app.wait_text("written outside")
        app.wait_text("ctrl+j save")
        app.send("\n")
        app.wait_text("1 pending")
        mode, folder_mode, file = (tmp_path / "log").read_text(encoding="utf-8").split()
        assert (mode, folder_mode) == ("600", "700")
        assert not Path(file).exists()
        assert CANARY not in (tmp_path / "env").read_text(encoding="utf-8", errors="replace")
        quit_well(app)


@pytest.mark.parametrize("is_there", [True, False])
def test_an_editor_that_fails_costs_no_text(tmp_path: Path, is_there: bool) -> None:
    command = str(editor(tmp_path, 3)) if is_there else "/nonexistent/editor"
    with start(tmp_path, "--demo", EDITOR=command, VISUAL=None) as app:
        app.wait_text(READY)
        app.send("n")
        app.wait_text("Note of")
        app.send("precious")
        app.wait_text("precious")
        app.send("\x07")
        app.wait_text("the text is as it was")
        app.wait_text("precious")
        app.send("\x1b")
        app.wait_text("the text is kept")
        quit_well(app)
