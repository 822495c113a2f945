"""Our folders and files: private from the first moment, whatever the umask, and the demo's gone afterwards."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from callrail_tui.errors import ConfigError
from callrail_tui.storage import paths


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture(params=[0o000, 0o022, 0o077, 0o277], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def test_folders_and_files_are_private_under_any_umask(umask: int, tmp_path: Path) -> None:
    folder = paths.make_private_dir(tmp_path / "state")
    paths.write_private(folder / "written", b"words")
    with open(folder / "opened", "w", opener=paths.open_private) as file:
        file.write("words")

    assert [mode(folder), mode(folder / "written"), mode(folder / "opened")] == [0o700, 0o600, 0o600]


def test_a_folder_that_stood_open_is_closed(tmp_path: Path) -> None:
    (tmp_path / "state").mkdir(mode=0o755)

    assert mode(paths.make_private_dir(tmp_path / "state")) == 0o700


def test_a_file_that_stood_open_is_closed(tmp_path: Path) -> None:
    file = tmp_path / "log"
    file.write_text("old\n")
    file.chmod(0o644)

    with open(file, "a", opener=paths.open_private) as log:
        log.write("new\n")

    assert (mode(file), file.read_text()) == (0o600, "old\nnew\n")


def test_a_link_is_not_written_through(tmp_path: Path) -> None:
    target = tmp_path / "elsewhere"
    target.write_text("theirs")
    (tmp_path / "log").symlink_to(target)

    with pytest.raises(OSError, match="symbolic links"), open(tmp_path / "log", "a", opener=paths.open_private):
        pass
    assert target.read_text() == "theirs"


def test_a_folder_of_somebody_else_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    someone_else = os.getuid() + 1
    monkeypatch.setattr(os, "getuid", lambda: someone_else)

    with pytest.raises(ConfigError, match="belongs to another user") as caught:
        paths.make_private_dir(tmp_path)
    assert "XDG_STATE_HOME" in caught.value.hint


def test_a_file_where_the_folder_should_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file")

    with pytest.raises(ConfigError, match="is not a folder"):
        paths.make_private_dir(tmp_path / "state")


def test_a_folder_that_cannot_be_made_is_refused_with_its_cure(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file")

    with pytest.raises(ConfigError, match="cannot be made") as caught:
        paths.make_private_dir(tmp_path / "file" / "state")
    assert "XDG_STATE_HOME" in caught.value.hint


def test_a_write_that_fails_leaves_the_old_content_and_no_litter(tmp_path: Path) -> None:
    (tmp_path / "state.json").mkdir()
    (tmp_path / "state.json" / "inside").touch()

    with pytest.raises(OSError, match="directory"):
        paths.write_private(tmp_path / "state.json", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["state.json"]


def test_xdg_decides_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "s"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "c"))

    assert paths.state_dir() == tmp_path / "s" / "callrail-tui"
    assert paths.config_dir() == tmp_path / "c" / "callrail-tui"
    assert not (tmp_path / "s").exists()


def test_the_demo_folder_is_private_and_forgotten() -> None:
    folder = paths.make_demo_dir()
    (folder / "callrail-tui.log").write_text("{}")
    assert mode(folder) == 0o700

    paths.forget_demo_dir(folder)

    assert not folder.exists()


def test_a_crash_report_of_the_demo_stays_to_be_read() -> None:
    folder = paths.make_demo_dir()
    report = folder / "crash-20260102-030405.txt"
    report.touch()
    try:
        paths.forget_demo_dir(folder)
        assert report.exists()
    finally:
        report.unlink()
        paths.forget_demo_dir(folder)


def test_only_a_demo_folder_is_ever_removed(tmp_path: Path) -> None:
    paths.forget_demo_dir(tmp_path)

    assert tmp_path.exists()
