"""The outbox damaged or too new: moved aside, salvaged, told in words, and never silently empty."""

from __future__ import annotations

import random
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from callrail_tui.errors import NotJournalled
from callrail_tui.storage.outbox import Outbox
from callrail_tui.storage.outbox_file import Newer
from tests.storage.journalled import note, notes, opened, quick_check

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


def test_an_edit_whose_text_is_garbled_is_not_salvaged(path: Path) -> None:
    fill(path, 3)
    content = path.read_bytes()
    path.write_bytes(content.replace(b"note 1 xxxx", b"note 1 \xff\xfexx").replace(b"CRTB", b"XXXX"))
    outbox, words, _ = opened_damaged(path)
    assert [edit.call_id for edit in outbox.edits()] == ["CAL0", "CAL2"]
    assert "2 edits of it were saved" in words
    outbox.close()


def test_the_file_is_never_missing_while_it_is_mended(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(path, 3)
    path.write_bytes(path.read_bytes().replace(b"CRTB", b"XXXX"))

    def fail(source: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("callrail_tui.storage.outbox_file.os.replace", fail)
        with pytest.raises(NotJournalled, match="No space left"):
            opened(path)
    assert [one.name for one in path.parent.iterdir() if one.name.startswith(".")] == []
    outbox = opened(path)
    assert "3 edits of it were saved" in outbox.told[0]
    assert len(outbox.edits()) == 3
    outbox.close()


_OPENED = """
import sys
from pathlib import Path
from callrail_tui.storage.outbox import Outbox

sys.stdin.readline()
outbox = Outbox(Path(sys.argv[1]), "fp1", "ACC1")
print(len(outbox.told), len(outbox.edits()))
outbox.close()
"""


def test_windows_that_open_a_damaged_file_at_once_mend_it_once(path: Path) -> None:
    fill(path, 50)
    path.write_bytes(path.read_bytes().replace(b"CRTB", b"XXXX"))
    command = [sys.executable, "-c", _OPENED, str(path)]
    windows = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    for window in windows:
        assert window.stdin is not None
        window.stdin.write("go\n")
        window.stdin.flush()
    told = sorted(window.communicate()[0].strip() for window in windows)
    assert told == ["0 50", "0 50", "0 50", "1 50"]
    assert len(asides(path)) == 1


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
