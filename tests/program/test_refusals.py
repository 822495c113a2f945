"""What cannot be meant ends with exit code 2 before the screen opens, in one or two lines that name the cure."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.program.driving import CANARY, ROOT, start

CASES: dict[str, tuple[tuple[str, ...], dict[str, str | None], str]] = {
    "odd key": ((), {"MATON_API_KEY": f"{CANARY}’x"}, "odd character"),
    "key with a break": ((), {"MATON_API_KEY": f"{CANARY}\nx"}, "odd character"),
    "missing key file": ((), {"CALLRAIL_TUI_API_KEY_FILE": "/nowhere/key"}, "key"),
    "open key file": ((), {"CALLRAIL_TUI_API_KEY_FILE": "OPEN"}, "chmod 600"),
    "http": (("--gateway-url", "http://gateway.example.com"), {}, "https"),
    "path": (("--gateway-url", "https://gateway.maton.ai/callrail"), {}, "https://gateway.maton.ai"),
    "version path": (("--gateway-url", "https://gateway.maton.ai/callrail/v3"), {}, "https://gateway.maton.ai"),
    "not a url": (("--control-url", "ctrl"), {}, "http"),
    "option": (("--zzzz",), {}, "--help"),
    "view": (("--demo", "--view", "nonsense"), {}, "untouched"),
    "number": (("--demo", "--demo-calls", "many"), {}, "demo-calls"),
    "dumb": (("--demo",), {"TERM": "dumb"}, "TERM=xterm-256color"),
    "no TERM": (("--demo",), {"TERM": None}, "TERM=xterm-256color"),
}


@pytest.mark.parametrize("case", CASES)
def test_it_is_refused_before_the_screen(tmp_path: Path, case: str) -> None:
    arguments, env, cure = CASES[case]
    key_file = tmp_path / "key"
    key_file.write_text(CANARY)
    key_file.chmod(0o644)
    given = {"MATON_API_KEY": None if "KEY_FILE" in "".join(env) else CANARY, **env}
    given = {name: str(key_file) if value == "OPEN" else value for name, value in given.items()}
    with start(tmp_path, *arguments, size=(200, 24), **given) as app:
        assert app.wait_exit() == 2
        words = app.raw.decode()
        assert app.cooked
    assert "\x1b" not in words
    assert CANARY not in words
    assert 1 <= len(words.strip().splitlines()) <= 2
    assert cure in words
    assert words.startswith("callrail-tui")


@pytest.mark.parametrize("stream", ["stdin", "stdout"])
def test_a_pipe_is_no_terminal(stream: str) -> None:
    streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    if stream == "stdout":
        streams["stdin"] = subprocess.PIPE
    done = subprocess.run(
        [sys.executable, "-m", "callrail_tui", "--demo"], cwd=ROOT, check=False, text=True, timeout=20, **streams
    )  # type: ignore[call-overload]
    assert done.returncode == 2
    assert "There is no terminal" in done.stderr
    assert "Start callrail-tui by itself in a terminal" in done.stderr
    assert len(done.stderr.splitlines()) <= 2
