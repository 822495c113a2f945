"""The config file: everything in it is optional, and nothing in it is guessed at."""

from __future__ import annotations

from pathlib import Path

import pytest

from callrail_tui.errors import ConfigError
from callrail_tui.storage.config import Config, read_config
from callrail_tui.storage.secret import KeySources


def written(folder: Path, text: str | bytes) -> Path:
    content = text.encode() if isinstance(text, str) else text
    (folder / "config.toml").write_bytes(content)
    return folder


def test_no_file_means_the_defaults(tmp_path: Path) -> None:
    assert read_config(tmp_path) == Config()


def test_every_setting_is_read(tmp_path: Path) -> None:
    written(
        tmp_path,
        'api_key_file = "~/key"\napi_key_command = ["pass", "show", "maton"]\n'
        'gateway_url = "https://api.maton.ai"\ncontrol_url = " https://api.maton.ai "\n'
        'hold = 0\nspam_hold = 120\nreviewed_tag = " Seen "\nplayer = ["mpv", "--no-video", "-"]\n'
        'display = "textual"\n',
    )

    sources = KeySources(Path("~/key").expanduser(), ("pass", "show", "maton"))
    assert read_config(tmp_path) == Config(
        sources,
        "https://api.maton.ai",
        "https://api.maton.ai",
        0.0,
        120.0,
        "Seen",
        ("mpv", "--no-video", "-"),
        display="textual",
        is_there=True,
    )


def test_a_player_may_be_one_text_as_for_a_shell(tmp_path: Path) -> None:
    written(tmp_path, "player = 'mpv --no-video \"--title=a b\" -'")
    assert read_config(tmp_path).player == ("mpv", "--no-video", "--title=a b", "-")


def test_a_relative_key_file_stands_beside_the_config(tmp_path: Path) -> None:
    assert read_config(written(tmp_path, 'api_key_file = "key"')).key_sources.file == tmp_path / "key"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("api_key = 'x'", "there is no setting 'api_key'"),
        ("gateway_url = 5", "gateway_url must be a text"),
        ("api_key_file = ''", "api_key_file must be a text"),
        ("api_key_command = 'pass show maton'", "must be a list of words"),
        ("api_key_command = [1]", "must be a list of words"),
        ("gateway_url =\nx = 1", "line 1"),
        ("\n# spam_hold = 1\nspam_hld = 1", "config.toml, line 3: there is no setting 'spam_hld'"),
        ("hold = 5\nspam_hold = 121", "line 2: spam_hold must be a number of seconds from 0 to 120"),
        ("hold = -1", "line 1: hold must be a number of seconds from 0 to 60"),
        ("hold = true", "hold must be a number"),
        ("hold = nan", "hold must be a number"),
        ("hold = '5'", "hold must be a number"),
        ("reviewed_tag = []", "reviewed_tag must be a text"),
        ('reviewed_tag = "a\\nb"', "the name of a tag, in one line"),
        ("display = 'cell'", "display must be one of cells, textual"),
        ("player = 5", "player must be a list of words"),
        ("player = ['mpv', '']", "player must be a list of words"),
        ("player = ''", "player must be a command"),
        ("player = 'mpv \"'", "player must be a command"),
        ("outcomes = 5", "outcomes must hold tables"),
        ("x = 1\n" * 20_000, "longer than 64 KB"),
        (b"\xff\xfe", "not a text of TOML"),
        ("a = " + "[" * 20_000, "cannot be read"),
    ],
)
def test_what_is_wrong_is_named(text: str | bytes, said: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"config\.toml") as caught:
        read_config(written(tmp_path, text))

    assert said in caught.value.title
    assert caught.value.hint


def test_a_typo_is_answered_with_the_nearest_name(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        read_config(written(tmp_path, "spam_hld = 1"))

    assert caught.value.hint.startswith("Did you mean spam_hold? The settings are api_key_file,")


def test_a_mark_of_byte_order_is_no_fault(tmp_path: Path) -> None:
    assert read_config(written(tmp_path, b"\xef\xbb\xbfhold = 2.5\r\n")).hold == 2.5


def test_a_folder_in_its_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "config.toml").mkdir()

    with pytest.raises(ConfigError, match="Is a directory"):
        read_config(tmp_path)


def test_the_folder_of_exports_is_meant_from_home_or_from_the_config(tmp_path: Path) -> None:
    assert read_config(written(tmp_path, 'export_folder = "~/exports"')).export_folder == Path.home() / "exports"
    assert read_config(written(tmp_path, 'export_folder = "out"')).export_folder == tmp_path / "out"
    assert read_config(written(tmp_path, "")).export_folder is None
