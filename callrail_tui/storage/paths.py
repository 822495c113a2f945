"""Where our files live, by XDG, and the one way to make them: folders 0700, files 0600, whatever the umask."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import tempfile
from pathlib import Path

from callrail_tui.errors import ConfigError

APP_NAME = "callrail-tui"
UI_STATE_FILE = "state.json"
LOG_FILE = "callrail-tui.log"
LEDGER_FILE = "ledger.sqlite3"

_DEMO_PREFIX = "callrail-tui-demo-"
_REPORT_PATTERN = "crash-*"


def state_dir() -> Path:
    """The folder for what we write (log, remembered places, crash reports); not made yet."""
    import platformdirs  # late: `--version` and `--help` do not pay for it

    return Path(platformdirs.user_state_dir(APP_NAME, appauthor=False))


def config_dir() -> Path:
    """The folder for what the person writes; we only read there."""
    import platformdirs  # late: `--version` and `--help` do not pay for it

    return Path(platformdirs.user_config_dir(APP_NAME, appauthor=False))


def ui_state_file(state: Path) -> Path:
    """The file of remembered places in the state folder."""
    return state / UI_STATE_FILE


def log_file(state: Path) -> Path:
    """The log in the state folder."""
    return state / LOG_FILE


def make_private_dir(folder: Path) -> Path:
    """`folder`, made when missing, ours and closed to others; ConfigError when it cannot be that."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=0o700)
        facts = folder.stat()
        if not stat.S_ISDIR(facts.st_mode):
            raise ConfigError(f"{folder} is not a folder.", "Move it away, or set XDG_STATE_HOME to another place.")
        if facts.st_uid != os.getuid():
            raise ConfigError(f"{folder} belongs to another user.", "Set XDG_STATE_HOME to a folder of your own.")
        if stat.S_IMODE(facts.st_mode) != 0o700:
            folder.chmod(0o700)
    except OSError as error:
        reason = error.strerror or "it cannot be used"
        raise ConfigError(
            f"The state folder {folder} cannot be made: {reason}.",
            "Make it writable, or set XDG_STATE_HOME to a folder of your own.",
        ) from error
    return folder


def open_private(path: str | Path, flags: int) -> int:
    """A descriptor for `path`, 0600 from its first moment, never through a symbolic link; an `opener` for `open()`."""
    descriptor = os.open(path, flags | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        os.fchmod(descriptor, 0o600)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def write_private(path: Path, content: bytes) -> None:
    """Replace the file in one step: a reader sees the old content or the new, and a full disk costs only the new."""
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with open(descriptor, "wb") as file:
            os.fchmod(file.fileno(), 0o600)
            file.write(content)
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def make_demo_dir() -> Path:
    """A private folder for one demo run, apart from the person's own."""
    return Path(tempfile.mkdtemp(prefix=_DEMO_PREFIX))


def forget_demo_dir(folder: Path) -> None:
    """Remove a demo run's folder; a crash report in it stays, since a printed line points at it."""
    if not folder.name.startswith(_DEMO_PREFIX) or any(folder.glob(_REPORT_PATTERN)):
        return
    shutil.rmtree(folder, ignore_errors=True)
