"""The log: private, one JSON line a record, redacted and cleaned, bounded, and never in the way."""

from __future__ import annotations

import json
import logging
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from callrail_tui.storage import log

SECRET = "sk-canary"


def redact(text: str) -> str:
    return text.replace(SECRET, "***")


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    root = logging.getLogger()
    before = root.level
    path = tmp_path / "callrail-tui.log"
    log.start_logging(path, redact)
    yield path
    log.stop_logging()
    root.setLevel(before)


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_record_is_one_json_line_in_a_private_file(path: Path) -> None:
    logging.getLogger("callrail_tui.gateway").info("read %d calls", 250, extra={"status": 200, "path": "/v3/a/{}"})

    (line,) = lines(path)
    assert (line["level"], line["message"], line["status"], line["path"]) == ("INFO", "read 250 calls", 200, "/v3/a/{}")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_secrets_and_controls_do_not_get_in(path: Path) -> None:
    logger = logging.getLogger("callrail_tui")
    logger.warning("bearer %s\nforged line \x1b]52;c;x\x07 \ud800", SECRET, extra={"path": f"/{SECRET}"})
    try:
        raise RuntimeError(f"{SECRET}\x1b[2J")
    except RuntimeError:
        logger.exception("failed")

    raw = path.read_text(encoding="utf-8")
    assert SECRET not in raw
    assert not any(ord(character) < 32 and character != "\n" for character in raw)
    assert len(lines(path)) == 2
    error = lines(path)[1]["error"]
    assert error["type"] == "RuntimeError"
    assert error["frames"][-1].endswith("test_secrets_and_controls_do_not_get_in")


def test_a_secret_at_the_cut_is_redacted_before_it_is_cut(path: Path) -> None:
    logging.getLogger("callrail_tui").info("x" * 1_995 + SECRET)

    assert "sk-" not in path.read_text(encoding="utf-8")


def test_the_libraries_talk_is_left_out(path: Path) -> None:
    logging.getLogger("httpx").info("HTTP Request: GET https://x/?session_token=t")
    logging.getLogger("httpcore.http11").debug("receive_response_headers")
    logging.getLogger("httpx").warning("kept")

    assert [line["message"] for line in lines(path)] == ["kept"]


def test_it_keeps_two_files_of_a_megabyte(path: Path) -> None:
    logger = logging.getLogger("callrail_tui")
    for number in range(1_300):
        logger.info("%04d %s", number, "x" * 1_900)

    files = sorted(path.parent.iterdir())
    assert [file.name for file in files] == ["callrail-tui.log", "callrail-tui.log.1"]
    assert all(file.stat().st_size <= log.MAX_BYTES for file in files)
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


@pytest.mark.parametrize("name", ["missing/log", "log"], ids=["no folder", "a record that cannot be put together"])
def test_a_write_that_fails_is_silent(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    handler = log.PrivateFileHandler(tmp_path / name, redact)
    handler.handle(logging.makeLogRecord({"msg": "wrong %d", "args": ("argument",)}))
    handler.handle(logging.makeLogRecord({"msg": "right"}))
    handler.close()

    assert capsys.readouterr().err == ""
    assert [path.name for path in tmp_path.iterdir()] == ([name] if name == "log" else [])
