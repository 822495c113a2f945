"""A full disk, a power loss and a kill: every act that was confirmed is there, whole, and no other."""

from __future__ import annotations

import shutil
import signal
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from callrail_tui.errors import NotJournalled
from callrail_tui.model.edit import State
from tests.storage.journalled import note, notes, opened, put_in_state, quick_check


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "outbox.db"


# Full -----------------------------------------------------------------------------------------------------------


def test_a_full_file_refuses_the_act_whole_and_later_writes_work(path: Path) -> None:
    outbox = opened(path)
    outbox.add([note("CAL0", "before")], "before")
    pages = outbox._connection.execute("PRAGMA page_count").fetchone()[0]
    outbox._connection.execute(f"PRAGMA max_page_count = {pages}")
    writes: list[Callable[[], object]] = [
        lambda: outbox.add([note(f"CAL{number}", "x" * 3000) for number in range(20)], "note to 20 calls"),
        lambda: outbox.keep_draft("note", "CAL1", "x" * 30_000),
        lambda: outbox.store("name", "x" * 30_000),
    ]
    for write in writes:
        with pytest.raises(NotJournalled, match="full"):
            write()
    assert notes(outbox.edits()) == ["before"]
    assert len(outbox.acts()) == 1
    assert outbox.drafts() == []
    outbox._connection.execute("PRAGMA max_page_count = 1000000")
    outbox.add([note("CAL1", "after")], "after")
    outbox.close()
    assert quick_check(path) == "ok"
    again = opened(path)
    assert again.told == ()
    assert notes(again.edits()) == ["before", "after"]
    again.close()


_FULL_DISK = """
import resource, sys
from pathlib import Path
from callrail_tui.errors import NotJournalled
from callrail_tui.model.edit import NOTE, Change
from callrail_tui.storage.outbox import Outbox

outbox = Outbox(Path(sys.argv[1]), "fp1", "ACC1")
limit = int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
made, refused = 0, 0
for number in range(60):
    try:
        outbox.add([Change(f"CAL{number}-{part}", NOTE, "x" * 2000) for part in (1, 2)], "note")
        made += 1
    except NotJournalled:
        refused += 1
read = len(outbox.edits())
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
outbox.add([Change("CAL-after", NOTE, "after")], "after")
outbox.close()
print(made, refused, read)
"""


@pytest.mark.parametrize("limit", [60_000, 100_000, 131_072, 200_001])
def test_a_disk_that_fills_up_loses_nothing_that_was_taken_and_takes_nothing_by_halves(path: Path, limit: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _FULL_DISK, str(path), str(limit)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    made, refused, read = map(int, done.stdout.split())
    assert refused > 0
    assert read == made * 2
    assert quick_check(path) == "ok"
    outbox = opened(path)
    assert outbox.told == ()
    assert len(outbox.edits()) == made * 2 + 1
    outbox.close()


# Cut short ------------------------------------------------------------------------------------------------------


def test_after_a_power_loss_every_act_that_was_confirmed_is_there_whole(path: Path, tmp_path: Path) -> None:
    log = Path(f"{path}-wal")
    outbox = opened(path)
    outbox.add([note("CAL-0")], "0")
    outbox._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    ends = [0]
    for number in range(1, 12):
        outbox.add([note(f"CAL-{number}-{part}", "x" * 3000) for part in range(number % 3 + 1)], str(number))
        ends.append(log.stat().st_size)
    first, second = outbox.edits()[:2]
    put_in_state(outbox, first, State.INFLIGHT)
    put_in_state(outbox, second, State.DONE)
    whole = log.read_bytes()
    page = struct.unpack(">I", whole[8:12])[0]
    edges = range(32, len(whole) + 1, page + 24)
    assert len(edges) > 20
    for cut in (0, *edges, *(edge + page // 2 for edge in edges)):
        folder = tmp_path / f"cut-{cut}"
        folder.mkdir()
        shutil.copy(path, folder / "outbox.db")
        (folder / "outbox.db-wal").write_bytes(whole[:cut])
        after = opened(folder / "outbox.db")
        assert after.told == ()
        confirmed = sum(end <= cut for end in ends)
        by_act: dict[int, int] = {}
        for edit in after.edits():
            by_act[edit.act] = by_act.get(edit.act, 0) + 1
        assert len(by_act) == len(after.acts()) == confirmed
        assert list(by_act.values()) == [1, *(number % 3 + 1 for number in range(1, confirmed))]
        after.close()
    outbox.close()


_KILLED = """
import os, signal, sys
from pathlib import Path
from callrail_tui.model.edit import NOTE, Change, State
from callrail_tui.storage.outbox import Outbox

def at(step):
    print(step, flush=True)
    if step == sys.argv[2]:
        os.kill(os.getpid(), signal.SIGKILL)

outbox = Outbox(Path(sys.argv[1]), "fp1", "ACC1", on_step=at)
one, two = outbox.add([Change("CAL1", NOTE, "one"), Change("CAL2", NOTE, "two")], "note to 2 calls")
outbox.move([one.seq, two.seq], State.INFLIGHT, expecting=[State.HELD])
"""


@pytest.mark.parametrize(
    ("step", "left"),
    [
        ("before add", []),
        ("after add", [State.HELD] * 2),
        ("before inflight", [State.HELD] * 2),
        ("after inflight", [State.INFLIGHT] * 2),
    ],
)
def test_a_process_that_is_killed_leaves_whole_steps(path: Path, step: str, left: list[State]) -> None:
    done = subprocess.run([sys.executable, "-c", _KILLED, str(path), step], capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    outbox = opened(path)
    assert outbox.told == ()
    assert [edit.state for edit in outbox.edits()] == left
    outbox.restart()
    assert State.INFLIGHT not in {edit.state for edit in outbox.edits()}
    outbox.close()
