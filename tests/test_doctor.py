"""The doctor: one line for each check, the cure on it, and an exit code that a script can use."""

from __future__ import annotations

import io
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from callrail_tui import surroundings
from callrail_tui.cli import main
from callrail_tui.demo import BAD_KEY, DemoSettings
from callrail_tui.doctor import ask
from callrail_tui.errors import CallrailTuiError
from callrail_tui.gateway.hosts import parse_hosts
from callrail_tui.session.factory import start
from callrail_tui.storage.defaults import CONTROL_URL, GATEWAY_URL
from callrail_tui.storage.secret import Secret
from callrail_tui.storage.settings import Settings
from callrail_tui.storage.ui_state import UiState
from callrail_tui.surroundings import FAIL, OK, SKIP, WARN, Finding

CHECKOUT = Path(__file__).parent.parent
CANARY = "sk-canary-never-to-be-seen"


async def asked(key: str = "good", remembered: UiState | None = None, **changes: Any) -> dict[str, Finding]:
    """What the embedded gateway, set up so, lets the doctor find; `account` and `connection` are options."""
    wishes = {name: changes.pop(name) for name in ("account", "connection") if name in changes}
    settings = Settings(state_dir=Path(), **wishes)
    worker = start(parse_hosts(GATEWAY_URL, CONTROL_URL), Secret(key), demo=DemoSettings(**changes))
    try:
        return {finding.what: finding async for finding in ask(worker, settings, remembered or UiState())}
    finally:
        await worker.close()


def words(found: dict[str, Finding]) -> dict[str, str]:
    return {what: finding.word for what, finding in found.items()}


async def test_all_is_well() -> None:
    found = await asked()

    assert words(found) == {"control": OK, "connection": OK, "account": OK}
    assert "the oldest of 2" in found["connection"].words
    assert "can be read" in found["account"].words


async def test_a_bad_key_is_told_from_a_bad_connection() -> None:
    found = await asked(key=BAD_KEY)

    assert words(found) == {"control": FAIL, "connection": SKIP, "account": SKIP}
    assert "https://maton.ai/settings" in found["control"].line()


@pytest.mark.parametrize("connections", [(), ("PENDING", "FAILED")], ids=["none", "none active"])
async def test_no_connection_is_named_with_its_cure(connections: tuple[str, ...]) -> None:
    found = await asked(connections=connections)

    assert words(found) == {"control": OK, "connection": FAIL, "account": SKIP}
    assert "Connect CallRail in your Maton account" in found["connection"].cure


async def test_a_connection_that_is_not_there_offers_those_that_are() -> None:
    offered = (await asked())["connection"].words.split()[0]
    found = await asked(connection="no-such-connection")

    assert found["connection"].line().startswith("FAIL  connection  There is no connection no-such-connection.")
    assert offered in found["connection"].cure


async def test_the_connection_asked_for_is_used() -> None:
    wanted = (await asked())["connection"].words.split()[0]

    assert (await asked(connection=wanted))["connection"] == Finding(OK, "connection", f"{wanted} is ACTIVE")


async def test_the_last_connection_and_account_are_used() -> None:
    found = await asked()
    connection_id = found["connection"].words.split()[0]
    account_id = found["account"].words.split("(")[1].split(")")[0]
    remembered = UiState().with_connection(connection_id, "").with_account(connection_id, account_id, "")

    again = await asked(remembered=remembered)

    assert again["connection"].words.endswith("was the last one used")
    assert again["account"].words.endswith("was the last one used")


async def test_an_account_that_is_not_there_is_named() -> None:
    found = await asked(account="ACC0")

    assert found["account"].line().startswith("FAIL  account     There is no account ACC0. There are ")


async def test_no_account_at_all_is_a_failure() -> None:
    assert words(await asked(accounts=0))["account"] == FAIL


async def test_hostile_names_cannot_act() -> None:
    found = await asked(hostile=True)

    assert all(finding.line().isprintable() for finding in found.values())


def run_doctor(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, str]]:
    """The exit code, and each line by what it is about."""
    code = main(["doctor", *arguments])
    lines = capsys.readouterr().out.splitlines()
    return code, {line.split()[1]: line for line in lines}


def test_the_demo_is_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    code, lines = run_doctor(capsys, "--demo")

    assert code == 0
    names = ["program", "config", "key", "hosts", "control", "connection", "account", "terminal", "clipboard", "files"]
    assert list(lines) == names


def test_no_key_is_a_failing_line(capsys: pytest.CaptureFixture[str]) -> None:
    code, lines = run_doctor(capsys)

    assert code == 1
    assert lines["key"].startswith("FAIL  key         There is no key. Copy it from https://maton.ai/settings")
    assert lines["account"].startswith("skip")
    assert lines["files"].startswith("ok")


def test_what_stops_the_screen_is_a_line_here(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MATON_API_KEY", f"{CANARY} x")
    code, lines = run_doctor(capsys, "--gateway-url", "http://example.com")

    assert code == 1
    assert lines["key"].startswith("FAIL  key         MATON_API_KEY: the key has an odd character")
    assert "must be https" in lines["hosts"]
    assert CANARY not in "".join(lines.values())


def test_a_config_that_cannot_be_read_is_a_failing_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "callrail-tui").mkdir()
    (tmp_path / "callrail-tui" / "config.toml").write_text("gateway_url = 5")
    code, lines = run_doctor(capsys)

    assert code == 1
    assert lines["config"].startswith("FAIL  config")
    assert "gateway_url must be a text" in lines["config"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "so the defaults hold"),
        ("hold = 3", "is good, and has no outcomes"),
        ('[outcomes.a]\nkey = "Q"\nnote = "x"', "is good, and has 1 outcome"),
        ('[outcomes.a]\nkey = "q"\nnote = "x"', 'line 2: the key q of [outcomes.a] is taken by "Leave"'),
    ],
)
def test_the_config_is_told_of(
    text: str | None, said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "callrail-tui").mkdir()
    if text is not None:
        (tmp_path / "callrail-tui" / "config.toml").write_text(text)
    _, lines = run_doctor(capsys)

    assert lines["config"].startswith("FAIL" if "taken" in said else "ok")
    assert said in lines["config"]


def test_a_host_that_is_not_there_is_a_failing_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Port 9 of the loopback: nobody listens there, and nothing leaves the machine.
    monkeypatch.setenv("MATON_API_KEY", CANARY)
    code, lines = run_doctor(capsys, "--gateway-url", "http://127.0.0.1:9", "--control-url", "http://127.0.0.1:9")

    assert code == 1
    assert lines["key"] == "ok    key         there, and well-formed"
    assert lines["control"].startswith("FAIL  control")
    assert CANARY not in "".join(lines.values())


def test_it_writes_to_a_stream_that_knows_no_unicode() -> None:
    command = [sys.executable, "-m", "callrail_tui", "doctor", "--demo"]
    environ = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(command, cwd=CHECKOUT, env=environ, capture_output=True, check=False)

    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.isascii()


def test_it_does_not_load_textual() -> None:
    program = (
        "import sys; from callrail_tui.cli import main; main(['doctor', '--demo']); print('textual' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=CHECKOUT, capture_output=True, text=True, check=True)

    assert done.stdout.splitlines()[-1] == "False"


@pytest.fixture
def screen() -> Any:
    """A terminal of 80 by 24 as a text stream."""
    leader, follower = pty.openpty()
    os.set_inheritable(follower, False)
    subprocess.run(["stty", "cols", "80", "rows", "24"], stdin=follower, check=True)
    with open(follower, "r+b", buffering=0) as raw, io.TextIOWrapper(raw, encoding="utf-8") as stream:
        yield stream
    os.close(leader)


@pytest.mark.parametrize(
    ("environ", "word", "said"),
    [
        ({"TERM": "xterm-256color"}, OK, "80 by 24, 256 colours, UTF-8"),
        (
            {"TERM": "xterm", "COLORTERM": "truecolor", "TMUX": "x", "SSH_TTY": "y"},
            OK,
            "colours, UTF-8, in tmux, over SSH",
        ),
        ({"TERM": "xterm", "NO_COLOR": "1"}, OK, "no colours"),
        ({"TERM": "dumb"}, FAIL, "no full screen"),
        ({}, FAIL, "TERM is not set"),
    ],
)
def test_the_terminal_is_judged(environ: dict[str, str], word: str, said: str, screen: Any) -> None:
    finding = surroundings.terminal(environ, screen, screen)

    assert (finding.word, said in finding.line()) == (word, True)


def test_a_small_terminal_is_a_warning(screen: Any) -> None:
    subprocess.run(["stty", "cols", "60"], stdin=screen.fileno(), check=True)

    assert surroundings.terminal({"TERM": "xterm"}, screen, screen).word == WARN


def test_a_pipe_is_not_judged() -> None:
    assert surroundings.terminal({"TERM": "dumb"}, io.StringIO(), io.StringIO()).word == WARN


@pytest.mark.parametrize(
    ("environ", "platform", "word", "said"),
    [
        ({"TMUX": "x"}, "linux", OK, "tmux"),
        ({"SSH_CONNECTION": "x", "DISPLAY": ":0"}, "linux", OK, "OSC 52"),
        ({}, "darwin", OK, "pbcopy"),
        ({"DISPLAY": ":0", "PATH": "/nowhere"}, "linux", WARN, "xclip"),
        ({"TERM": "linux"}, "linux", WARN, "No way is open"),
    ],
)
def test_the_way_to_the_clipboard_is_named(environ: dict[str, str], platform: str, word: str, said: str) -> None:
    finding = surroundings.clipboard(environ, platform)

    assert (finding.word, said in finding.line()) == (word, True)


def test_a_clipboard_tool_is_found(tmp_path: Path) -> None:
    (tmp_path / "wl-copy").touch(mode=0o755)
    finding = surroundings.clipboard({"WAYLAND_DISPLAY": "w", "PATH": str(tmp_path)}, "linux")

    assert finding == Finding(OK, "clipboard", "through wl-copy and the terminal (OSC 52), which has to allow it")


def test_a_folder_that_cannot_be_written_is_a_failure(tmp_path: Path) -> None:
    assert surroundings.files(tmp_path / "missing", None).word == FAIL
    assert surroundings.files(tmp_path, None).word == OK
    assert surroundings.files(tmp_path, CallrailTuiError("The remembered places were damaged.")).word == WARN
