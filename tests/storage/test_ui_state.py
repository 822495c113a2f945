"""The remembered places: read whatever is found, written privately, reported once when it cannot be."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callrail_tui.storage.ui_state import AccountPlace, NotRemembered, UiState, UiStateFile

FULL = UiState(
    connection_id="75364cb9-7116-4367-a707-1113d426f17d",
    connection_label="the oldest",
    accounts={"75364cb9-7116-4367-a707-1113d426f17d": AccountPlace("ACC1", "Ünïted \ud800 Dental")},
    view="untouched",
    tree_folded=False,
    columns=("when", "who"),
    splits={"list-detail": 18},
    favourites={"COM1": ("", "Follow up"), "COM2": ("Booked",)},
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)
PARTS = (
    "version", "connection_id", "connection_label", "accounts", "view", "tree_folded", "columns", "splits",
    "favourites",
)  # fmt: skip


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state.json"


class Reports(list[NotRemembered]):
    """What was reported, in order."""

    def words(self) -> str:
        return " | ".join(report.title for report in self)


@pytest.fixture
def reports() -> Reports:
    return Reports()


def opened(path: Path | None, reports: Reports) -> UiStateFile:
    return UiStateFile(path, reports.append)


def test_what_was_saved_is_loaded(path: Path, reports: Reports) -> None:
    opened(path, reports).save(FULL)

    assert opened(path, reports).load() == FULL
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert reports == []


def test_nothing_there_means_the_defaults(path: Path, reports: Reports) -> None:
    assert opened(path, reports).load() == UiState()
    assert reports == []


def test_the_demo_reads_and_writes_nothing(reports: Reports) -> None:
    file = opened(None, reports)
    file.save(FULL)

    assert file.load() == UiState()


def test_an_unchanged_state_is_not_written_again(path: Path, reports: Reports) -> None:
    file = opened(path, reports)
    file.save(FULL)
    path.unlink()
    file.save(FULL)

    assert not path.exists()


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 100_000, b'{"view": 1' + b"1" * 5_000 + b"}", b" " * 300_000],
    ids=["empty", "cut", "list", "null", "not UTF-8", "deep", "a huge number", "too long"],
)
def test_a_damaged_file_is_moved_aside_and_reported(content: bytes, path: Path, reports: Reports) -> None:
    path.write_bytes(content)
    file = opened(path, reports)

    assert file.load() == UiState()
    (aside,) = path.parent.glob("state.json.damaged-*")
    assert aside.read_bytes() == content
    assert aside.name in reports.words()

    file.save(FULL)
    assert opened(path, reports).load() == FULL
    assert len(reports) == 1


def test_a_newer_version_is_left_alone(path: Path, reports: Reports) -> None:
    newer = json.dumps({"version": 2, "view": {"name": "missed"}})
    path.write_text(newer)
    file = opened(path, reports)

    assert file.load() == UiState()
    file.save(FULL)
    assert path.read_text() == newer


def test_one_wrong_part_does_not_cost_the_others(path: Path, reports: Reports) -> None:
    opened(path, reports).save(FULL)
    values = json.loads(path.read_text())
    odd = {"COM1": 5, "COM2": ["", 7, None], "COM3": ["Booked", {}, "Vendor", ""], "COM4": ["x"] * 12}
    wrong = {"columns": 5, "splits": {"a": "x", "b": -1, "c": True, "d": 9}, "view": "x", "favourites": odd}
    path.write_text(json.dumps({**values, **wrong}))

    state = opened(path, reports).load()

    assert (state.columns, state.splits, state.view) == (None, {"d": 9}, None)
    assert state.favourites == {"COM3": ("Booked", "", "Vendor"), "COM4": ("x",) * 9}
    assert (state.connection_id, state.accounts) == (FULL.connection_id, FULL.accounts)


@given(values=st.dictionaries(st.sampled_from(PARTS), JSON))
def test_any_json_is_read(values: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("state") / "state.json"
    path.write_text(json.dumps(values))
    reports = Reports()

    state = opened(path, reports).load()

    assert reports == []
    opened(path, reports).save(state)


def test_a_file_that_cannot_be_written_is_reported_once(tmp_path: Path, reports: Reports) -> None:
    file = opened(tmp_path / "missing" / "state.json", reports)
    file.save(FULL)
    file.save(FULL.with_split("list-detail", 20))

    assert reports.words() == "Places and splits are not remembered: No such file or directory."


def test_what_could_not_be_written_is_written_later(tmp_path: Path, reports: Reports) -> None:
    file = opened(tmp_path / "missing" / "state.json", reports)
    file.save(FULL)
    (tmp_path / "missing").mkdir()
    file.save(FULL)

    assert opened(tmp_path / "missing" / "state.json", reports).load() == FULL


def test_a_folder_in_its_place_is_reported(path: Path, reports: Reports) -> None:
    path.mkdir()
    file = opened(path, reports)

    assert file.load() == UiState()
    file.save(FULL)
    assert reports.words() == "The remembered places cannot be read: Is a directory."


def test_a_link_in_its_place_is_not_followed(path: Path, reports: Reports) -> None:
    secret = path.with_name("secret")
    secret.write_text('{"view": "missed"}')
    path.symlink_to(secret)

    assert opened(path, reports).load() == UiState()
    assert len(reports) == 1


def test_changes_keep_the_rest() -> None:
    state = FULL.with_connection("other", "label").with_account("other", "ACC2", "Two").with_split("tree", 30)

    assert (state.connection_id, state.view, state.splits) == ("other", "untouched", {"list-detail": 18, "tree": 30})
    assert list(state.accounts) == [FULL.connection_id, "other"]


def test_a_favourite_has_one_key_and_leaves_the_others() -> None:
    state = UiState().with_favourite("COM1", 3, "Booked").with_favourite("COM1", 1, "Vendor")
    assert state.favourites_of("COM1") == ("Vendor", None, "Booked")

    moved = state.with_favourite("COM1", 1, "Booked")
    assert moved.favourites_of("COM1") == ("Booked",)
    assert moved.with_favourite("COM1", 1, "").favourites_of("COM1") == ()
    assert moved.favourites_of("COM2") == ()


@pytest.mark.parametrize(("slot", "name"), [(0, "Booked"), (10, "Booked"), (1, "x" * 201)])
def test_a_favourite_that_cannot_be_kept_changes_nothing(slot: int, name: str) -> None:
    assert FULL.with_favourite("COM1", slot, name) == FULL


def test_of_too_many_companies_those_set_last_are_kept(path: Path, reports: Reports) -> None:
    state = UiState()
    for number in range(250):
        state = state.with_favourite(f"COM{number}", 1, "Booked")
    opened(path, reports).save(state)

    kept = opened(path, reports).load().favourites
    assert len(kept) == 200
    assert "COM249" in kept
    assert "COM0" not in kept
