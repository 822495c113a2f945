"""A saved recording: private, whole or not there, and over nothing unasked."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from callrail_tui.storage.sound_file import AlreadyThere, NotSaved, SoundFile, target_of


def test_the_file_has_its_name_only_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    with SoundFile(path) as file:
        file.write(b"abc")
        assert not path.exists()
        file.write(b"def")
        file.finish()
    assert path.read_bytes() == b"abcdef"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert os.listdir(tmp_path) == ["a.mp3"]


def test_what_is_not_finished_leaves_nothing(tmp_path: Path) -> None:
    with SoundFile(tmp_path / "a.mp3") as file:
        file.write(b"abc")
    assert os.listdir(tmp_path) == []


def test_a_file_that_is_there_is_replaced_only_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    path.write_bytes(b"old")
    with pytest.raises(AlreadyThere):
        SoundFile(path)
    assert path.read_bytes() == b"old"
    with SoundFile(path, replaces=True) as file:
        file.write(b"new")
        file.finish()
    assert path.read_bytes() == b"new"
    assert os.listdir(tmp_path) == ["a.mp3"]


def test_a_name_that_was_taken_meanwhile_stays_theirs(tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    with SoundFile(path) as file:
        path.write_bytes(b"theirs")
        with pytest.raises(AlreadyThere):
            file.finish()
    assert path.read_bytes() == b"theirs"
    assert os.listdir(tmp_path) == ["a.mp3"]


def test_a_dangling_link_is_no_free_name(tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(AlreadyThere):
        SoundFile(path)


def test_folders_and_odd_names_are_told(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(NotSaved):
        SoundFile(tmp_path / "folder", replaces=True)
    with pytest.raises(NotSaved, match="No such file"):
        SoundFile(tmp_path / "nowhere" / "a.mp3")
    with pytest.raises(NotSaved):
        target_of("a\0b", "x.mp3")


def test_what_is_typed_is_understood(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert target_of("~/a.mp3", "x.mp3") == tmp_path / "a.mp3"
    assert target_of(" b.mp3 ", "x.mp3") == tmp_path / "b.mp3"
    assert target_of("~", "x.mp3") == target_of("", "x.mp3") == target_of("~/", "x.mp3") == tmp_path / "x.mp3"
    assert target_of("new/", "x.mp3") == tmp_path / "new" / "x.mp3"
