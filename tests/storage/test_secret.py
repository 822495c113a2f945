"""The key: read from where it may be, held so that nothing shows it, struck out of what leaves."""

from __future__ import annotations

import copy
import os
import pickle
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callrail_tui.errors import ConfigError
from callrail_tui.storage.secret import KeySources, Redactor, Secret, read_key

KEY = "sk-LEAKCANARY-0123456789abcdef"


def key_file(folder: Path, content: str = KEY + "\n", mode: int = 0o600) -> Path:
    path = folder / "key"
    path.write_text(content, encoding="utf-8")
    path.chmod(mode)
    return path


def test_nothing_shows_a_secret() -> None:
    secret = Secret(KEY)
    shown = [repr(secret), str(secret), f"{secret}", f"{secret:>40}", f"{secret!r}", "%s" % secret, repr([secret])]  # noqa: UP031
    assert all(KEY not in text and "***…cdef" in text for text in shown)
    assert repr(Secret("short")) == "***"
    assert secret.reveal() == KEY


@pytest.mark.parametrize("make", [pickle.dumps, copy.copy, copy.deepcopy])
def test_a_secret_is_not_copied(make: object) -> None:
    with pytest.raises(TypeError, match="neither pickled nor copied"):
        make(Secret(KEY))  # type: ignore[operator]


def test_the_variable_is_read_and_dropped() -> None:
    env = {"MATON_API_KEY": f"  {KEY}\n", "HOME": "/home/x"}
    key = read_key(env)
    assert key is not None
    assert key.reveal() == KEY
    assert env == {"HOME": "/home/x"}


def test_a_refused_key_is_dropped_too() -> None:
    env = {"MATON_API_KEY": f"{KEY}\u2019"}
    with pytest.raises(ConfigError, match="odd character at position 31") as caught:
        read_key(env)
    assert env == {}
    assert KEY not in str(caught.value) + caught.value.hint


@pytest.mark.parametrize("odd", ["\n", "\x00", "“", " ", "\x7f", "é", "\x1b[31m", "\udcff"])
def test_odd_characters_are_named_by_place_only(odd: str) -> None:
    with pytest.raises(ConfigError, match="position 4") as caught:
        read_key({"MATON_API_KEY": f"abc{odd}defghij"})
    assert "defghij" not in str(caught.value)


def test_no_source_is_no_key() -> None:
    assert read_key({}) is None
    assert read_key({"MATON_API_KEY": " \n"}) is None


def test_a_key_of_ten_thousand_characters_is_refused() -> None:
    with pytest.raises(ConfigError, match="10,000 characters long"):
        read_key({"MATON_API_KEY": "a" * 10_000})


def test_the_file_of_the_variable_comes_before_that_of_the_config(tmp_path: Path) -> None:
    env = {"CALLRAIL_TUI_API_KEY_FILE": str(key_file(tmp_path))}
    key = read_key(env, KeySources(file=tmp_path / "another"))
    assert key is not None
    assert key.reveal() == KEY


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660, 0o700])
def test_a_file_open_to_others_is_refused(tmp_path: Path, mode: int) -> None:
    with pytest.raises(ConfigError, match="open to others") as caught:
        read_key({}, KeySources(file=key_file(tmp_path, mode=mode)))
    assert "chmod 600" in caught.value.hint
    assert KEY not in str(caught.value)


def test_what_is_no_regular_file_is_refused(tmp_path: Path) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo, 0o600)
    for path, words in ((tmp_path / "absent", "No such file"), (tmp_path, "regular file"), (fifo, "regular file")):
        with pytest.raises(ConfigError, match=words):
            read_key({}, KeySources(file=path))


def test_a_link_to_a_file_of_another_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    link = tmp_path / "link"
    link.symlink_to(key_file(tmp_path))
    key = read_key({}, KeySources(file=link))
    assert key is not None
    assert key.reveal() == KEY
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    with pytest.raises(ConfigError, match="another user"):
        read_key({}, KeySources(file=link))


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="empty"):
        read_key({}, KeySources(file=key_file(tmp_path, "\n")))


def test_a_command_is_run_without_a_shell_and_without_the_key() -> None:
    prints = "import os; print('sk-from-command;$HOME', end='' if 'MATON_API_KEY' not in os.environ else 'leak')"
    key = read_key({"MATON_API_KEY": ""}, KeySources(command=(sys.executable, "-c", prints)))
    assert key is not None
    assert key.reveal() == "sk-from-command;$HOME"


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ((sys.executable, "-c", "raise SystemExit(3)"), "exit code 3"),
        (("/nowhere/at/all",), "cannot be run"),
        ((sys.executable, "-c", ""), "empty"),
    ],
)
def test_a_command_that_fails_says_so(command: tuple[str, ...], words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        read_key({}, KeySources(command=command))


@pytest.mark.parametrize(
    "text",
    [
        f"GET /calls with {KEY}",
        "Authorization: Bearer another-token",
        "headers={'authorization': 'Bearer another-token'}",
        "[(b'maton-connection', b'another-token')]",
        "Maton-Connection: another-token",
        "https://connect.maton.ai/?session_token=another-token&x=1",
        "https://app.callrail.com/r?access_key=another-token",
        '{"session_token": "another-token"}',
        '{\\"access_key\\": \\"another-token\\"}',
        "MATON_API_KEY=another-token",
    ],
)
def test_the_redactor_strikes_out(text: str) -> None:
    redacted = Redactor([Secret(KEY)])(text)
    assert KEY not in redacted
    assert "another-token" not in redacted
    assert "[redacted]" in redacted


def test_the_redactor_leaves_the_rest() -> None:
    text = "GET https://gateway.maton.ai/callrail/v3/a.json?page=2 400 the Maton-Connection header is missing"
    assert Redactor([Secret(KEY)])(text) == text


@given(st.text(max_size=60), st.text(max_size=60))
def test_the_key_never_passes_the_redactor(before: str, after: str) -> None:
    redactor = Redactor([Secret(KEY)])
    once = redactor(f"{before}{KEY}{after}")
    assert KEY not in once
    assert redactor(once) == once
