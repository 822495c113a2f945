"""The command line: what it refuses, with which words and exit code, and what reaches the program."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from callrail_tui import __version__
from callrail_tui.cli import main
from callrail_tui.demo import DemoSettings, create_app
from callrail_tui.errors import ConfigError
from callrail_tui.model import views
from callrail_tui.model.outcome import LEAD_STATUSES, Outcome, unknown_tags
from callrail_tui.options import parse
from callrail_tui.outcome_keys import key_fault
from callrail_tui.preflight import check_encoding, is_terminal
from callrail_tui.startup import (
    choose_config,
    choose_hosts,
    choose_key,
    make_settings,
    state_folder,
    with_demo_outcomes,
)
from callrail_tui.storage import defaults
from callrail_tui.storage.config import Config
from callrail_tui.storage.settings import Settings
from callrail_tui.terminal.ending import GIVE_BACK
from tests.session.connected import connect, read_directory

CHECKOUT = Path(__file__).parent.parent
CANARY = "sk-canary-never-to-be-seen"


class Answer:
    """What a run of the command said."""

    def __init__(self, *arguments: str, **environ: str) -> None:
        command = [sys.executable, "-m", "callrail_tui", *arguments]
        done = subprocess.run(
            command,
            cwd=CHECKOUT,
            env={**os.environ, **environ},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        self.code, self.out, self.error = done.returncode, done.stdout, done.stderr


def settings_for(*arguments: str, **environ: str) -> Settings:
    """The settings that these arguments and variables lead to."""
    options = parse(arguments)
    variables = dict(environ)
    config = choose_config(options)
    hosts, key = choose_hosts(options, variables, config), choose_key(options, variables, config)
    with state_folder(options) as folder:
        return make_settings(options, config, hosts, key, folder)


def test_version_and_help_answer() -> None:
    assert (Answer("--version").code, Answer("--version").out) == (0, f"callrail-tui {__version__}\n")
    helped = Answer("--help")
    assert (helped.code, helped.error) == (0, "")
    assert helped.out.startswith("usage: callrail-tui")
    assert max(map(len, helped.out.splitlines())) <= 80


def test_help_says_nothing_of_what_is_not_built() -> None:
    words = Answer("--help").out

    assert [word for word in ("outbox", "summary", "--json", "--raw") if word in words] == []


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["doctor", "--demo"]])
def test_a_reader_that_stops_early_is_no_failure_of_ours(arguments: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "callrail_tui", *arguments],
        cwd=CHECKOUT,
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writing)

    assert (done.returncode, done.stderr) == (128 + 13, b"")


@pytest.mark.parametrize(
    ("arguments", "said", "cure"),
    [
        (["--acount", "ACC1"], "no option '--acount'", "Did you mean --account?"),
        (["--demo-call=5"], "no option '--demo-call'", "Did you mean --demo-calls?"),
        (["--zzz"], "no option '--zzz'", "--help"),
        (["docter"], "no command 'docter'", "Did you mean doctor?"),
        (["doctor", "again"], "one argument too many: 'again'", "--help"),
        (["--view", "mised"], "no view 'mised'", "all, today, untouched, missed"),
        (["--view"], "--view: expected one argument", "--help"),
        (["--account", " "], "the id is empty", "--help"),
        (["--demo", "--demo-calls", "0"], "'0' is not a number", "1 to 1,000,000"),
        (["--demo", "--demo-calls", "1000001"], "'1000001' is not a number", "1 to 1,000,000"),
        (["--demo", "--demo-calls", "-5"], "'-5' is not a number", "1 to 1,000,000"),
        (["--demo", "--demo-calls", "many"], "'many' is not a number", "1 to 1,000,000"),
        (["--demo", "--demo-calls", "9" * 5_000], "is not a number", "--help"),
        (["--demo-calls", "5"], "--demo-calls means nothing without --demo", "Add --demo"),
        (["--demo-limits"], "--demo-limits means nothing without --demo", "Add --demo"),
        (["--demo", "--gateway-url", "https://x"], "--demo has a gateway of its own", "Drop one"),
        (["doctor", "--view", "all"], "doctor takes no --view", "Drop --view"),
        (["--gateway-url", "ftp://gateway.maton.ai"], "not an https address", "https://gateway.maton.ai"),
        (["--gateway-url", "http://gateway.maton.ai"], "must be https", "127.0.0.1"),
        (["--gateway-url", "https://gateway.maton.ai/callrail/v3"], "already names", "https://gateway.maton.ai"),
        (["--control-url", ""], "not an https address", "https://ctrl.maton.ai"),
        (["--\x1b[2Jred"], "no option '--\\x1b[2Jred'", "--help"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_two_lines(
    arguments: list[str], said: str, cure: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2

    words = capsys.readouterr().err
    assert said in words
    assert cure in words
    assert len(words.splitlines()) <= 2
    assert words.replace("\n", "").isprintable()


def test_a_key_with_odd_characters_is_refused_without_being_shown() -> None:
    answer = Answer(MATON_API_KEY=f"{CANARY}\u2019x")

    assert answer.code == 2
    assert f"odd character at position {len(CANARY) + 1}" in answer.error
    assert CANARY not in answer.out + answer.error


def test_a_key_file_that_is_open_to_others_is_refused_with_its_cure(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text(CANARY)
    file.chmod(0o644)
    answer = Answer(CALLRAIL_TUI_API_KEY_FILE=str(file))

    assert (answer.code, f"chmod 600 {file}" in answer.error, CANARY in answer.error) == (2, True, False)


def test_a_key_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    answer = Answer(CALLRAIL_TUI_API_KEY_FILE=str(tmp_path / "missing"))

    assert answer.code == 2
    assert "cannot be read: No such file or directory" in answer.error


def test_a_crash_before_the_screen_is_one_line(tmp_path: Path) -> None:
    # A broken installation: the first package that the screen needs is there, but cannot be imported.
    (tmp_path / "textual").mkdir()
    (tmp_path / "textual" / "__init__.py").write_text("raise RuntimeError('broken \\x1b[2J Bearer abc')")
    code, words = in_terminal("--demo", TERM="xterm", PYTHONPATH=str(tmp_path), XDG_STATE_HOME=str(tmp_path))
    _, _, after = words.rpartition(GIVE_BACK)

    assert code == 1
    assert re.fullmatch(r"callrail-tui stopped: RuntimeError: broken ␛\[2J Bearer \[redacted]\. Report: \S+\r\n", after)


def test_a_url_from_the_environment_is_checked_too() -> None:
    answer = Answer(CALLRAIL_TUI_GATEWAY_URL="http://example.com")

    assert (answer.code, "must be https" in answer.error) == (2, True)


def test_without_a_terminal_there_is_no_screen() -> None:
    answer = Answer("--demo")

    assert answer.code == 2
    assert "no terminal on standard input" in answer.error
    assert len(answer.error.splitlines()) == 2


@pytest.mark.parametrize("piped", ["stdin", "stdout", "stderr"])
def test_each_stream_must_be_a_terminal(piped: str) -> None:
    leader, follower = pty.openpty()
    nowhere = os.open(os.devnull, os.O_RDWR)
    stdin, stdout, stderr = (nowhere if name == piped else follower for name in ("stdin", "stdout", "stderr"))
    try:
        done = subprocess.run(
            [sys.executable, "-m", "callrail_tui", "--demo"],
            cwd=CHECKOUT,
            env={**os.environ, "TERM": "xterm"},
            stdin=stdin,
            stdout=stdout,
            stderr=stderr,
            check=False,
        )
    finally:
        for descriptor in (leader, follower, nowhere):
            os.close(descriptor)

    assert done.returncode == 2


@pytest.mark.parametrize("term", ["", "dumb", "unknown"])
def test_a_terminal_without_a_screen_is_refused(term: str) -> None:
    code, words = in_terminal("--demo", TERM=term)

    assert (code, "no full screen" in words, "TERM=xterm-256color" in words) == (2, True, True)
    assert "\x1b" not in words


def test_a_locale_that_does_not_write_utf_8_is_refused() -> None:
    code, words = in_terminal("--demo", TERM="xterm", PYTHONIOENCODING="latin-1")

    assert (code, "needs UTF-8" in words, "LC_ALL=C.UTF-8" in words) == (2, True, True)


def in_terminal(*arguments: str, **environ: str) -> tuple[int, str]:
    """The exit code and the words of a run in a terminal of its own; for runs that end by themselves."""
    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "callrail_tui", *arguments]
    done = subprocess.Popen(
        command, cwd=CHECKOUT, env={**os.environ, **environ}, stdin=follower, stdout=follower, stderr=follower
    )
    os.close(follower)
    words = b""
    while chunk := _read(leader):
        words += chunk
    os.close(leader)
    return done.wait(), words.decode()


def _read(leader: int) -> bytes:
    try:
        return os.read(leader, 65_536)
    except OSError:  # the last process closed the terminal
        return b""


def test_a_closed_stream_is_no_terminal(tmp_path: Path) -> None:
    with open(tmp_path / "file", "w") as file:
        assert not is_terminal(file)
    assert not is_terminal(file)
    assert not is_terminal(None)


def test_an_encoding_that_nobody_knows_is_refused() -> None:
    class Odd:
        encoding = "x-none"

    with pytest.raises(ConfigError, match="needs UTF-8"):
        check_encoding(Odd())  # type: ignore[arg-type]


def test_the_options_reach_the_settings() -> None:
    settings = settings_for(
        *("--account", "ACC1", "--company", "COM1", "--company", "COM1"),
        *("--connection", "c-1", "--view", "missed", "--read-only", "--control-url", "http://127.0.0.1:8000/"),
        MATON_API_KEY=f" {CANARY}\n",
        CALLRAIL_TUI_GATEWAY_URL="https://api.maton.ai",
        CALLRAIL_TUI_CONTROL_URL="https://not.used",
    )

    assert (settings.account, settings.companies, settings.connection) == ("ACC1", ("COM1",), "c-1")
    assert (settings.view, settings.read_only, settings.demo) == ("missed", True, False)
    assert (settings.gateway_url, settings.control_url) == ("https://api.maton.ai", "http://127.0.0.1:8000")
    assert settings.key is not None
    assert settings.key.reveal() == CANARY
    assert CANARY not in repr(settings)


def test_a_second_company_is_refused_and_not_left_out() -> None:
    with pytest.raises(ConfigError, match="--company takes one company"):
        settings_for("--company", "COM1", "--company", "COM2")


@pytest.fixture
def config_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A config folder of this test's own."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    folder = tmp_path / "callrail-tui"
    folder.mkdir()
    return folder


def test_the_config_stands_behind_options_and_variables(config_folder: Path) -> None:
    (config_folder / "key").write_text(CANARY)
    (config_folder / "key").chmod(0o600)
    (config_folder / "config.toml").write_text(
        'api_key_file = "key"\ngateway_url = "https://config.example.com"\ncontrol_url = "https://config.example.com"\n'
    )
    plain = settings_for()
    other = settings_for(
        "--control-url", "https://option.example.com", CALLRAIL_TUI_GATEWAY_URL="https://v.example.com"
    )

    assert plain.key is not None
    assert plain.key.reveal() == CANARY
    assert (plain.gateway_url, plain.control_url) == ("https://config.example.com", "https://config.example.com")
    assert (other.gateway_url, other.control_url) == ("https://v.example.com", "https://option.example.com")


def test_a_config_that_cannot_be_read_stops_the_start_but_not_the_demo(config_folder: Path) -> None:
    (config_folder / "config.toml").write_text("key = 'x'")

    with pytest.raises(ConfigError, match="there is no setting 'key'"):
        settings_for()
    assert settings_for("--demo").demo


def test_outcomes_and_holds_come_from_the_config(config_folder: Path) -> None:
    (config_folder / "config.toml").write_text(
        'hold = 2\nspam_hold = 30\nreviewed_tag = "Seen"\n[outcomes.quote]\nkey = "Q"\nnote = "x"\n'
    )
    settings = settings_for()

    assert (settings.hold, settings.spam_hold, settings.reviewed_tag) == (2.0, 30.0, "Seen")
    assert settings.outcomes == (Outcome("quote", "Q", note="x"),)


def test_an_outcome_on_a_key_of_the_program_stops_the_start(config_folder: Path) -> None:
    (config_folder / "config.toml").write_text('hold = 2\n\n[outcomes.quote]\nnote = "x"\nkey = "q"\n')
    answer = Answer()

    assert answer.code == 2
    assert 'config.toml, line 5: the key q of [outcomes.quote] is taken by "Leave".' in answer.error
    assert "Free are, among others, Q" in answer.error
    assert len(answer.error.splitlines()) == 2


async def test_the_outcomes_of_the_demo_can_be_tried() -> None:
    settings = with_demo_outcomes(settings_for("--demo"))
    worker = connect(create_app(DemoSettings()))
    directory = await read_directory(worker)
    await worker.close()

    assert len(settings.outcomes) == 2
    assert key_fault(settings.outcomes) is None
    assert len(directory.companies) > 1
    assert unknown_tags(settings.outcomes, directory.tags() or (), directory.companies) == []
    assert all(outcome.lead_status in LEAD_STATUSES for outcome in settings.outcomes)


def test_without_a_word_everything_is_as_promised() -> None:
    settings = settings_for(CALLRAIL_TUI_GATEWAY_URL="")

    assert (settings.gateway_url, settings.control_url) == ("https://gateway.maton.ai", "https://ctrl.maton.ai")
    assert (settings.key, settings.view, settings.companies, settings.demo_calls) == (None, None, (), 2_000)


def test_the_demo_uses_no_key_and_no_folder_of_the_person() -> None:
    variables = {"MATON_API_KEY": CANARY, "CALLRAIL_TUI_GATEWAY_URL": "http://nonsense"}
    options = parse(["--demo", "--demo-calls", "1,000,000", "--demo-limits"])
    config = choose_config(options)
    hosts, key = choose_hosts(options, variables, config), choose_key(options, variables, config)
    with state_folder(options) as folder:
        settings = make_settings(options, config, hosts, key, folder)
        assert settings.state_dir.is_dir()

    assert (settings.demo_calls, settings.demo_limits, settings.key) == (1_000_000, True, None)
    assert "MATON_API_KEY" not in variables
    assert not settings.state_dir.exists()


def test_the_key_leaves_the_environment() -> None:
    variables = {"MATON_API_KEY": CANARY}
    key = choose_key(parse([]), variables, Config())

    assert key is not None
    assert variables == {}


def test_the_views_are_the_model_s() -> None:
    assert set(defaults.VIEWS) == set(views.VIEWS)
