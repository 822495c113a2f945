"""`callrail-tui export`: files, exit codes, what is refused, and going on where a full disk stopped it."""

from __future__ import annotations

import csv
import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from callrail_tui.demo import DemoSettings, create_app
from callrail_tui.errors import ConfigError
from callrail_tui.options import FORMATS, parse
from callrail_tui.storage.ledger import Ledger
from callrail_tui.storage.paths import LEDGER_FILE
from callrail_tui.storage.secret import Secret
from tests.program.served import served
from tests.test_cli import CANARY, CHECKOUT, Answer


def export(*arguments: str, **environ: str) -> Answer:
    """What the command said over the demo."""
    return Answer("export", "--demo", "--demo-calls", "600", *arguments, **environ)


@pytest.mark.parametrize("kind", FORMATS)
def test_it_writes_every_kind(tmp_path: Path, kind: str) -> None:
    target = tmp_path / f"calls.{kind}"
    answer = export("--format", kind, "--output", str(target))
    assert (answer.code, answer.error) == (0, "")
    assert str(target) in answer.out
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert os.listdir(tmp_path) == [target.name]
    text = target.read_text()
    match kind:
        case "json":
            assert len(json.loads(text)) == 600
        case "report":
            assert text.startswith("# Calls of Brightwater Agency\n")
        case _:
            assert len(text.splitlines()) >= 600
    assert "access_key" not in text


def rows(path: Path) -> list[dict[str, str]]:
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def test_view_days_company_and_fields_are_what_is_written(tmp_path: Path) -> None:
    target = tmp_path / "calls.csv"
    assert export("--view", "missed", "--fields", "id,answered", "--output", str(target)).code == 0
    missed = rows(target)
    assert missed
    assert {tuple(row) for row in missed} == {("id", "answered")}
    assert {row["answered"] for row in missed} == {"false"}
    assert len(missed) < 600


def test_a_full_disk_stops_it_and_the_same_command_goes_on(tmp_path: Path) -> None:
    target = tmp_path / "calls.csv"
    command = [sys.executable, "-m", "callrail_tui", "export", "--demo", "--output", str(target)]
    shell = ["sh", "-c", 'ulimit -f 200; exec "$@"', "sh", *command]
    stopped = subprocess.run(shell, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert stopped.returncode == 1
    assert "larger than this system allows" in stopped.stderr
    assert "The same command goes on" in stopped.stderr
    assert not target.exists()
    again = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert again.returncode == 0
    assert "Going on behind page" in again.stderr
    found = [row["id"] for row in rows(target)]
    assert len(found) == len(set(found)) >= 1_900


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--output", "{}/none/calls.csv"], "There is no folder"),
        (["--output", "{}"], "This is a folder"),
        (["--output", "{}/mine.csv"], "already"),
        (["--output", "{}/new.csv", "--fields", "id,nonsense"], "no field nonsense"),
        (["--output", "{}/new.csv", "--account", "ACCnone"], "Name it with"),
        ([], "Add --output"),
        (["--output", "{}/new.csv", "--start", "yesterday"], "is no day"),
        (["--output", "{}/new.csv", "--start", "2026-02-02", "--end", "2026-02-01"], "before the first"),
        (["--output", "{}/new.csv", "--format", "xls"], "xls"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_cure(tmp_path: Path, arguments: list[str], said: str) -> None:
    (tmp_path / "mine.csv").write_text("mine")
    answer = export(*(one.format(tmp_path) for one in arguments))
    assert answer.code == 2
    assert said in answer.error
    assert answer.out == ""
    assert os.listdir(tmp_path) == ["mine.csv"]
    assert (tmp_path / "mine.csv").read_text() == "mine"


def test_replacing_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text("mine")
    assert export("--output", str(tmp_path / "mine.csv"), "--replace").code == 0
    assert len(rows(tmp_path / "mine.csv")) == 600


def test_without_a_key_it_says_where_to_get_one(tmp_path: Path) -> None:
    answer = Answer("export", "--output", str(tmp_path / "calls.csv"))
    assert answer.code == 2
    assert "There is no key." in answer.error


def test_the_key_is_in_no_answer(tmp_path: Path) -> None:
    answer = Answer(
        "export", "--output", str(tmp_path / "calls.csv"), "--gateway-url", "http://127.0.0.1:9",
        "--control-url", "http://127.0.0.1:9", MATON_API_KEY=CANARY,
    )  # fmt: skip
    assert answer.code == 1
    assert "refuses the connection" in answer.error
    assert "run this again" in answer.error
    assert CANARY not in answer.error + answer.out


@pytest.mark.parametrize("option", ["--output=x", "--format=csv", "--fields=all", "--bom", "--links", "--replace"])
def test_the_options_of_export_mean_nothing_elsewhere(option: str) -> None:
    for command in ([], ["doctor"]):
        with pytest.raises(ConfigError, match="belongs to export"):
            parse([*command, option])


def test_over_a_socket_each_request_is_a_page_and_stands_in_the_ledger(tmp_path: Path) -> None:
    gateway = create_app(DemoSettings(calls=1_000, connections=("ACTIVE",), accounts=1))
    target = tmp_path / "calls.ndjson"
    with served(gateway) as server:
        hosts = ("--gateway-url", server.url, "--control-url", server.url)
        answer = Answer(
            "export", *hosts, "--format", "ndjson", "--output", str(target),
            MATON_API_KEY=CANARY, XDG_STATE_HOME=str(tmp_path / "state"), XDG_CONFIG_HOME=str(tmp_path / "config"),
        )  # fmt: skip
        assert (answer.code, CANARY in answer.out + answer.error) == (0, False)
        pages = [path for path in server.paths if "/calls.json" in path]
        assert len(pages) == 4
        ids = [json.loads(line)["id"] for line in target.read_text().splitlines()]
        assert len(ids) == len(set(ids)) == 1_000
        ledger = Ledger(tmp_path / "state" / "callrail-tui" / LEDGER_FILE, Secret(CANARY).fingerprint)
        assert len(ledger.record([])) == len(server.seen)
        ledger.close()
