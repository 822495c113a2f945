"""The ledger of requests: shared, kept over a kill, begun anew where it is beyond use."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from callrail_tui.errors import LedgerFault
from callrail_tui.storage.ledger import KEPT_SECONDS, Ledger

NOW = 1_800_000_000.0


class Wall:
    """A wall clock that the test sets."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> float:
        return self.now


def test_others_requests_are_told_once_and_ones_own_never(tmp_path: Path) -> None:
    wall = Wall()
    ours, theirs = (Ledger(tmp_path / "ledger.sqlite3", "key", now=wall) for _ in range(2))
    assert ours.record([NOW - 30, NOW]) == []
    assert sorted(theirs.record([NOW])) == [0.0, 30.0]
    assert ours.record([]) == [0.0]
    assert (ours.record([]), theirs.record([])) == ([], [])
    wall.now += 5
    assert ours.record([NOW + 5]) == []
    wall.now += 5
    assert theirs.record([]) == [5.0]
    ours.close()
    theirs.close()


def test_a_day_is_kept_and_each_key_has_its_own_count(tmp_path: Path) -> None:
    wall = Wall()
    before = Ledger(tmp_path / "ledger.sqlite3", "key", now=wall)
    before.record([NOW - KEPT_SECONDS - 1, NOW - KEPT_SECONDS + 60])
    before.close()
    after, stranger = (Ledger(tmp_path / "ledger.sqlite3", name, now=wall) for name in ("key", "other key"))
    assert after.record([]) == [KEPT_SECONDS - 60]
    assert stranger.record([]) == []
    after.close()
    stranger.close()


def test_a_clock_set_back_makes_no_credit(tmp_path: Path) -> None:
    wall = Wall()
    before = Ledger(tmp_path / "ledger.sqlite3", "key", now=wall)
    before.record([NOW])
    before.close()
    wall.now -= 3_600
    after = Ledger(tmp_path / "ledger.sqlite3", "key", now=wall)
    assert after.record([]) == [0.0]
    after.close()


@pytest.mark.parametrize("content", [b"this is no database, and never was one", b"SQLite format 3\0" + bytes(2_000)])
def test_a_file_beyond_use_is_begun_anew(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "ledger.sqlite3"
    path.write_bytes(content)
    ledger = Ledger(path, "key", now=Wall())
    assert ledger.record([NOW]) == []
    ledger.close()
    again = Ledger(path, "key", now=Wall())
    assert again.record([]) == [0.0]
    again.close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_file_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    (tmp_path / "ledger.sqlite3").mkdir()
    with pytest.raises(LedgerFault) as told:
        Ledger(tmp_path / "ledger.sqlite3", "key").record([NOW])
    assert "director" in told.value.title
    (tmp_path / "real").write_bytes(b"")
    (tmp_path / "link.sqlite3").symlink_to(tmp_path / "real")
    with pytest.raises(LedgerFault):
        Ledger(tmp_path / "link.sqlite3", "key").record([NOW])


def test_what_was_recorded_outlives_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite3"
    script = (
        "import os, signal, sys, time\n"
        "from pathlib import Path\n"
        "from callrail_tui.storage.ledger import Ledger\n"
        "ledger = Ledger(Path(sys.argv[1]), 'key')\n"
        "for _ in range(7):\n"
        "    ledger.record([time.time()])\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    killed = subprocess.run(
        [sys.executable, "-c", script, str(path)], cwd=Path(__file__).parents[2], env={**os.environ}, check=False
    )
    assert killed.returncode == -signal.SIGKILL
    after = Ledger(path, "key")
    assert len(after.record([])) == 7
    after.close()
