"""The outbox damaged, full, too new or cut short: moved aside, salvaged, told in words, and never silently empty."""

from __future__ import annotations

import random
import shutil
import signal
import sqlite3
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from callrail_tui.errors import NotJournalled
from callrail_tui.model.edit import State
from callrail_tui.storage.outbox import Outbox
from callrail_tui.storage.outbox_file import Newer
from tests.storage.journalled import note, notes, opened, put_in_state, quick_check

MANY = 400


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "outbox.db"


def fill(path: Path, acts: int = MANY) -> None:
    outbox = opened(path)
    for number in range(acts):
        outbox.add([note(f"CAL{number}", f"note {number} " + "x" * 100)], f"note {number}")
    outbox.keep_draft("note", "CAL1", "a draft")
    outbox.store("name", ["value"])
    outbox.close()


def asides(path: Path) -> list[Path]:
    return sorted(one for one in path.parent.iterdir() if ".corrupt-" in one.name and one.name[-4:] not in SIDES)


SIDES = ("-wal", "-shm")


def opened_damaged(path: Path) -> tuple[Outbox, str, Path]:
    """The outbox opened anew, the one thing it tells, and the damaged file that it kept."""
    outbox = opened(path)
    (words,) = outbox.told
    (aside,) = asides(path)
    assert aside.name in words
    assert aside.name.startswith("outbox.db.corrupt-")
    return outbox, words, aside


def overwrite(path: Path, at: int, content: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(content)


# Damaged --------------------------------------------------------------------------------------------------------


def test_an_empty_file_is_a_damaged_one_and_never_taken_for_a_fresh_one(path: Path) -> None:
    path.touch()
    outbox, words, aside = opened_damaged(path)
    assert "it was empty; nothing of it could be read" in words
    assert aside.stat().st_size == 0
    outbox.add([note()], "works")
    outbox.close()
    again = opened(path)
    assert again.told == ()
    assert notes(again.edits()) == ["a note"]
    again.close()


@pytest.mark.parametrize("kept", [1, 15, 16, 99, 100, 512, 4095, 4096, 4097, 8192, 20_000, 40_000, -4096, -1])
def test_a_file_cut_short_is_moved_aside_whole_and_told(path: Path, kept: int) -> None:
    fill(path)
    content = path.read_bytes()
    path.write_bytes(content[:kept])
    outbox, words, aside = opened_damaged(path)
    assert aside.read_bytes() == content[:kept]
    saved = outbox.edits()
    assert "nothing of it" in words if not saved else f"{len(saved)} edits of it were saved" in words
    assert all(edit.want == f"note {edit.call_id[3:]} " + "x" * 100 for edit in saved)
    outbox.add([note()], "works")
    outbox.close()
    assert quick_check(path) == "ok"


@pytest.mark.parametrize("at", [0, 16, 18, 68])
def test_a_scribbled_header_is_no_outbox_of_ours(path: Path, at: int) -> None:
    fill(path)
    overwrite(path, at, b"\xff" * 4)
    before = path.read_bytes()
    outbox, words, aside = opened_damaged(path)
    assert aside.read_bytes() == before
    assert words.startswith("The outbox could not be used, ")
    outbox.close()
    assert quick_check(path) == "ok"


@pytest.mark.parametrize("seed", range(8))
def test_of_a_scribbled_middle_the_readable_rows_are_salvaged(path: Path, seed: int) -> None:
    fill(path)
    page = random.Random(seed).randrange(8, path.stat().st_size // 4096 - 1)
    overwrite(path, page * 4096, random.Random(seed).randbytes(4096))
    outbox, words, _ = opened_damaged(path)
    saved = outbox.edits()
    assert MANY - 80 < len(saved) <= MANY
    assert f"{len(saved)} edits of it were saved" in words
    assert [edit.seq for edit in saved] == sorted({edit.seq for edit in saved})
    assert all(edit.want == f"note {edit.call_id[3:]} " + "x" * 100 for edit in saved)
    (fresh,) = outbox.add([note()], "works")
    assert fresh.seq > max(edit.seq for edit in saved)
    outbox.close()


def test_what_waits_only_in_the_log_beside_the_file_is_salvaged_too(path: Path, tmp_path: Path) -> None:
    outbox = opened(path)
    outbox.add([note("CAL1", "one")], "one")
    outbox._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    outbox.add([note("CAL2", "two")], "two")
    copy = tmp_path / "copy" / "outbox.db"
    copy.parent.mkdir()
    for end in ("", "-wal"):
        shutil.copy(f"{path}{end}", f"{copy}{end}")
    outbox.close()
    mark = sqlite3.connect(copy)
    mark.execute("DROP TABLE memory")  # Ours by its mark, and yet not whole.
    mark.commit()
    again, words, _ = opened_damaged(copy)
    mark.close()
    assert notes(again.edits()) == ["one", "two"]
    assert "2 edits of it were saved" in words
    again.close()


def test_drafts_memories_and_acts_are_salvaged_with_the_edits(path: Path) -> None:
    fill(path, 3)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA application_id = 7")
    connection.close()
    outbox, words, _ = opened_damaged(path)
    assert "its mark was missing; 3 edits of it were saved" in words
    assert [act.words for act in outbox.acts().values()] == ["note 0", "note 1", "note 2"]
    assert outbox.drafts() == [("note", "CAL1", "a draft")]
    assert outbox.recall("name") == ["value"]
    outbox.close()


def test_a_text_file_in_its_place_is_kept_aside(path: Path) -> None:
    path.write_text("not a database " * 1000)
    outbox, words, aside = opened_damaged(path)
    assert "nothing of it could be read" in words
    assert aside.read_text().startswith("not a database")
    outbox.close()


def test_a_folder_in_its_place_is_moved_aside(path: Path) -> None:
    path.mkdir()
    (path / "theirs").write_text("x")
    outbox, words, aside = opened_damaged(path)
    assert "it was no file" in words
    assert (aside / "theirs").read_text() == "x"
    outbox.add([note()], "works")
    outbox.close()


@pytest.mark.parametrize("dangling", [True, False])
def test_a_link_in_its_place_is_moved_aside_and_what_it_points_at_is_left_alone(path: Path, dangling: bool) -> None:
    target = path.with_name("target")
    if not dangling:
        fill(target, 2)
    before = None if dangling else target.read_bytes()
    path.symlink_to(target)
    outbox, words, aside = opened_damaged(path)
    assert "it was no file" in words
    assert aside.is_symlink()
    assert path.is_file()
    assert not path.is_symlink()
    outbox.add([note()], "works")
    outbox.close()
    assert (None if dangling else target.read_bytes()) == before
    assert target.exists() is not dangling


def test_a_read_only_file_of_ours_is_made_writable(path: Path) -> None:
    fill(path, 2)
    path.chmod(0o400)
    outbox = opened(path)
    assert outbox.told == ()
    outbox.add([note()], "works")
    assert len(outbox.edits()) == 3
    outbox.close()


def test_damaged_twice_both_old_files_are_kept(path: Path) -> None:
    for _ in range(2):
        path.write_bytes(b"x" * 5000)
        opened(path).close()
    assert len(asides(path)) == 2


def test_a_newer_file_is_refused_and_not_one_byte_of_it_changes(path: Path) -> None:
    fill(path, 2)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 2")
    connection.close()
    path.chmod(0o640)
    before = path.read_bytes()
    for _ in range(2):
        with pytest.raises(Newer, match="newer version"):
            opened(path)
    assert path.read_bytes() == before
    assert [one.name for one in path.parent.iterdir()] == ["outbox.db"]


def test_a_newer_file_without_a_table_that_we_know_is_still_newer(path: Path) -> None:
    fill(path, 2)
    connection = sqlite3.connect(path)
    connection.executescript("DROP TABLE memory; PRAGMA user_version = 9;")
    connection.close()
    with pytest.raises(Newer):
        opened(path)
    assert asides(path) == []


def test_a_busy_file_is_not_taken_for_a_damaged_one(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(path, 2)
    monkeypatch.setattr("callrail_tui.storage.outbox_file.BUSY_MS", 1)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("PRAGMA locking_mode = EXCLUSIVE")
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(NotJournalled, match="locked"):
        opened(path)
    holder.execute("ROLLBACK")
    holder.close()
    assert asides(path) == []
    outbox = opened(path)
    assert len(outbox.edits()) == 2
    outbox.close()


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
