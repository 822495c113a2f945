"""The person's config file: read, checked, never written."""

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from callrail_tui.storage.defaults import DISPLAYS, HOLD, MAX_HOLD, MAX_SPAM_HOLD, SPAM_HOLD
from callrail_tui.storage.secret import KeySources
from callrail_tui.storage.toml_file import Table, read_toml

if TYPE_CHECKING:
    from callrail_tui.errors import ConfigError
    from callrail_tui.model.outcome import Outcome

CONFIG_FILE = "config.toml"

_NAMES = (
    "api_key_file", "api_key_command", "gateway_url", "control_url", "hold", "spam_hold", "reviewed_tag", "outcomes",
    "export_folder", "player", "display",
)  # fmt: skip


class Config(NamedTuple):
    """What the file says; every part may be missing."""

    key_sources: KeySources = KeySources()
    gateway_url: str | None = None
    control_url: str | None = None
    hold: float = HOLD
    spam_hold: float = SPAM_HOLD
    reviewed_tag: str | None = None
    player: tuple[str, ...] = ()
    """The command that recordings are played with, as words."""
    outcomes: "tuple[Outcome, ...]" = ()
    export_folder: Path | None = None
    display: str = DISPLAYS[0]
    is_there: bool = False
    """Whether there is a file at all."""


def read_config(folder: Path) -> Config:
    """The config in `folder`, or defaults when there is none; ConfigError names the line and what is wrong there."""
    table = read_toml(folder / CONFIG_FILE)
    if table is None:
        return Config()
    table.check_names(_NAMES, "setting")
    file_name = table.string("api_key_file")
    return Config(
        # The command as words: no shell reads it, so nothing in it is expanded.
        KeySources(
            None if file_name is None else _beside(folder, file_name),
            table.strings("api_key_command", "words", '["pass", "show", "maton"]'),
        ),
        table.string("gateway_url"),
        table.string("control_url"),
        table.number("hold", HOLD, MAX_HOLD),
        table.number("spam_hold", SPAM_HOLD, MAX_SPAM_HOLD),
        _tag(table, "reviewed_tag"),
        _command(table, "player", '["mpv", "--no-video", "-"]'),
        _outcomes(table),
        _folder(table, folder, "export_folder"),
        _display(table),
        is_there=True,
    )


def key_refusal(folder: Path, outcome: str, words: str, cure: str) -> "ConfigError":
    """What to raise about the key of an outcome, which is good by itself and cannot be used all the same."""
    table = read_toml(folder / CONFIG_FILE) or Table(folder / CONFIG_FILE, "", (), {})
    return table.refusal(words, cure, "outcomes", outcome, "key")


def _outcomes(table: Table) -> "tuple[Outcome, ...]":
    if "outcomes" not in table.values:
        return ()
    from callrail_tui.storage.outcomes import read_outcomes  # late: only those who have outcomes pay for it

    return read_outcomes(table)


def _command(table: Table, name: str, example: str) -> tuple[str, ...]:
    """A command as a list of words, or as a text that is split as a shell would; no shell ever reads it."""
    value = table.values.get(name)
    if not isinstance(value, str):
        return table.strings(name, "words", example)
    import shlex  # late: only those who have such a command pay for it

    try:
        words = shlex.split(value)
    except ValueError:
        words = []
    if not words or "\0" in value:
        raise table.wrong(name, "must be a command", example)
    return tuple(words)


def _tag(table: Table, name: str) -> str | None:
    value = table.string(name, "Reviewed")
    if value is not None and not value.isprintable():
        raise table.wrong(name, "must be the name of a tag, in one line", '"Reviewed"')
    return value


def _display(table: Table) -> str:
    value = table.string("display", DISPLAYS[0]) or DISPLAYS[0]
    if value not in DISPLAYS:
        raise table.wrong("display", f"must be one of {', '.join(DISPLAYS)}", f'"{DISPLAYS[0]}"')
    return value


def _folder(table: Table, beside: Path, name: str) -> Path | None:
    value = table.string(name, "~/exports")
    return None if value is None else _beside(beside, value)


def _beside(folder: Path, name: str) -> Path:
    """A relative name is meant from the config's own folder, wherever the program was started."""
    return folder / Path(name).expanduser()
