"""A file that grows page by page: whole or not there, private, and gone on with wherever it was cut."""

from __future__ import annotations

import resource
import signal
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from callrail_tui.storage.export_file import (
    ExportFile,
    InUse,
    NotWritten,
    forget,
    left_over_at,
    left_overs_in,
    refusal,
)

HEAD = {"what": "calls"}


def begun(target: Path, pages: int) -> ExportFile:
    """An export with so many pages."""
    file = ExportFile.begin(target, HEAD)
    for page in range(pages):
        file.append(b"page %d\n" % page, {"offset": page + 1})
    return file


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_it_is_private_and_under_its_name_only_once_whole(tmp_path: Path) -> None:
    file = begun(tmp_path / "calls.csv", 2)
    assert names(tmp_path) == [".calls.csv.part", ".calls.csv.part.journal"]
    assert {mode(path) for path in tmp_path.iterdir()} == {0o600}
    path = file.finish(b"end", replace=False)
    assert names(tmp_path) == ["calls.csv"]
    assert path.read_bytes() == b"page 0\npage 1\nend"
    assert mode(path) == 0o600


def test_a_name_that_was_taken_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    file = begun(tmp_path / "calls.csv", 1)
    (tmp_path / "calls.csv").write_text("mine")
    assert file.finish(b"", replace=False) == tmp_path / "calls-2.csv"
    assert (tmp_path / "calls.csv").read_text() == "mine"


def test_it_is_replaced_where_that_was_agreed_to(tmp_path: Path) -> None:
    (tmp_path / "calls.csv").write_text("old")
    file = begun(tmp_path / "calls.csv", 1)
    assert (tmp_path / "calls.csv").read_text() == "old"
    file.finish(b"", replace=True)
    assert (tmp_path / "calls.csv").read_bytes() == b"page 0\n"


def test_cut_at_every_byte_of_both_files_it_goes_on_to_the_same_end(tmp_path: Path) -> None:
    begun(tmp_path / "whole", 3).close()
    part, journal = (tmp_path / ".whole.part").read_bytes(), (tmp_path / ".whole.part.journal").read_bytes()
    target = tmp_path / "cut"
    cuts = [(len(part), at) for at in range(len(journal) + 1)] + [(at, len(journal)) for at in range(len(part) + 1)]
    resumed = 0
    for part_end, journal_end in cuts:
        (tmp_path / ".cut.part").write_bytes(part[:part_end])
        (tmp_path / ".cut.part.journal").write_bytes(journal[:journal_end])
        if left_over_at(target) is None:
            with pytest.raises(NotWritten):
                ExportFile.go_on(target)
            continue
        file, left_over, notes = ExportFile.go_on(target)
        assert [note["offset"] for note in notes] == list(range(1, left_over.pages + 1))
        for page in range(left_over.last["offset"] if left_over.last else 0, 3):
            file.append(b"page %d\n" % page, {"offset": page + 1})
        assert file.finish(b"", replace=True).read_bytes() == part
        resumed += 1
    assert resumed > len(part)
    assert "cut" in names(tmp_path)


def test_two_windows_do_not_write_one_export(tmp_path: Path) -> None:
    file = begun(tmp_path / "calls.csv", 1)
    for attempt in (
        lambda: ExportFile.begin(tmp_path / "calls.csv", HEAD),
        lambda: ExportFile.go_on(tmp_path / "calls.csv"),
        lambda: forget(tmp_path / "calls.csv"),
    ):
        with pytest.raises(InUse):
            attempt()
    file.close()
    assert [one.pages for one in left_overs_in(tmp_path)] == [1]
    forget(tmp_path / "calls.csv")
    assert names(tmp_path) == []


def test_beginning_anew_leaves_nothing_of_before(tmp_path: Path) -> None:
    begun(tmp_path / "calls.csv", 3).close()
    begun(tmp_path / "calls.csv", 1).finish(b"", replace=False)
    assert (tmp_path / "calls.csv").read_bytes() == b"page 0\n"


def test_discarding_leaves_nothing(tmp_path: Path) -> None:
    begun(tmp_path / "calls.csv", 3).discard()
    assert names(tmp_path) == []


@contextmanager
def no_more_than(size: int) -> Iterator[None]:
    """No file of this process grows beyond so many bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)


def test_without_room_it_says_so_and_goes_on_when_there_is(tmp_path: Path) -> None:
    file = begun(tmp_path / "calls.csv", 1)
    page = b"x" * 5_000
    with no_more_than(3_000), pytest.raises(NotWritten) as told:
        file.append(page, {"offset": 2})
    assert told.value.title
    assert told.value.hint
    left_over = left_over_at(tmp_path / "calls.csv")
    assert left_over is not None
    assert left_over.pages == 1
    file.append(page, {"offset": 2})
    assert file.finish(b"", replace=False).read_bytes() == b"page 0\n" + page


def test_a_disk_without_room_for_the_beginning_is_told(tmp_path: Path) -> None:
    with no_more_than(0), pytest.raises(NotWritten):
        ExportFile.begin(tmp_path / "calls.csv", HEAD)
    assert names(tmp_path) == []


def test_what_can_be_told_before(tmp_path: Path) -> None:
    assert refusal(tmp_path / "calls.csv") is None
    told = [refusal(tmp_path), refusal(tmp_path / "none" / "calls.csv")]
    assert all(one is not None and one.hint for one in told)
    assert "mkdir" in (told[1].hint if told[1] else "")
    with pytest.raises(NotWritten):
        ExportFile.begin(tmp_path / "none" / "calls.csv", HEAD)


def test_a_link_in_the_way_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("mine")
    (tmp_path / ".calls.csv.part").symlink_to(tmp_path / "precious")
    with pytest.raises(NotWritten):
        ExportFile.begin(tmp_path / "calls.csv", HEAD)
    assert (tmp_path / "precious").read_text() == "mine"


@pytest.mark.parametrize("content", [b"", b"no json\n", b"[]\n", b'{"version":99}\n', b'{"version":1'])
def test_a_journal_that_cannot_be_read_offers_nothing(tmp_path: Path, content: bytes) -> None:
    (tmp_path / ".calls.csv.part").write_bytes(b"")
    (tmp_path / ".calls.csv.part.journal").write_bytes(content)
    assert left_over_at(tmp_path / "calls.csv") is None
    assert left_overs_in(tmp_path) == []
