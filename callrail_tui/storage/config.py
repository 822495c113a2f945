"""The person's config file: read, checked, never written."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from callrail_tui.errors import ConfigError
from callrail_tui.storage.secret import KeySources

CONFIG_FILE = "config.toml"

_NAMES = ("api_key_file", "api_key_command", "gateway_url", "control_url")
_MAX_BYTES = 64 * 1024


class Config(NamedTuple):
    """What the file says; every part may be missing."""

    key_sources: KeySources = KeySources()
    gateway_url: str | None = None
    control_url: str | None = None


def read_config(folder: Path) -> Config:
    """The config in `folder`, or defaults when there is none; ConfigError names the line or the name that is wrong."""
    path = folder / CONFIG_FILE
    try:
        with open(path, "rb") as file:
            raw = file.read(_MAX_BYTES)
    except FileNotFoundError:
        return Config()
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}.", "Check its rights, or move it away.") from None
    values = _parse(path, raw)
    for name in values:
        if name not in _NAMES:
            raise ConfigError(f"{path}: there is no setting {name[:60]!r}.", f"The settings are {', '.join(_NAMES)}.")
    file_name = _text(path, values, "api_key_file")
    return Config(
        KeySources(None if file_name is None else _beside(folder, file_name), _command(path, values)),
        _text(path, values, "gateway_url"),
        _text(path, values, "control_url"),
    )


def _parse(path: Path, raw: bytes) -> dict[str, Any]:
    import tomllib  # late: only those who have a config pay for it

    try:
        return tomllib.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        where = str(error) if isinstance(error, tomllib.TOMLDecodeError) else "it is not a text of TOML"
        raise ConfigError(f"{path} cannot be read: {where}.", "Correct it, or move it away.") from None


def _text(path: Path, values: dict[str, Any], name: str) -> str | None:
    value = values.get(name)
    if value is None:
        return None
    if not isinstance(value, str) or not value.strip():
        raise ConfigError(f"{path}: {name} must be a text.", f'Write it as {name} = "…".')
    return value.strip()


def _command(path: Path, values: dict[str, Any]) -> tuple[str, ...]:
    """The command as words: no shell reads it, so nothing in it is expanded."""
    value = values.get("api_key_command", [])
    if not isinstance(value, list) or not all(isinstance(word, str) and word for word in value):
        raise ConfigError(
            f"{path}: api_key_command must be a list of words.",
            'Write it as api_key_command = ["pass", "show", "maton"].',
        )
    return tuple(value)


def _beside(folder: Path, name: str) -> Path:
    """A relative name is meant from the config's own folder, wherever the program was started."""
    return folder / Path(name).expanduser()
