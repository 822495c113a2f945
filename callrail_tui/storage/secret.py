"""The key: where it is read, how it is held so that nothing shows it, and what is struck out of text that leaves."""

import os
import re
import stat
from collections.abc import Iterable, MutableMapping
from pathlib import Path
from typing import Final, NamedTuple, NoReturn

from callrail_tui.errors import ConfigError

KEY_VARIABLE: Final = "MATON_API_KEY"
FILE_VARIABLE: Final = "CALLRAIL_TUI_API_KEY_FILE"
REDACTED: Final = "[redacted]"

_LONGEST: Final = 1_024
_COMMAND_SECONDS: Final = 10
_WHERE_KEYS_ARE: Final = "Copy the key again from https://maton.ai/settings."


class Secret:
    """A string that says what it is only when asked by `reveal()`: not in repr, str, format, pickle or copies."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The value itself; only the transport and the redactor have a reason to call this."""
        return self._value

    @property
    def fingerprint(self) -> str:
        """Twelve hexadecimal digits that tell keys apart, from which none can be guessed back."""
        import hashlib  # late: only who decides something needs it
        import hmac  # late, as above

        return hmac.new(self._value.encode(), b"callrail-tui outbox", hashlib.sha256).hexdigest()[:12]

    def __repr__(self) -> str:
        return f"***…{self._value[-4:]}" if len(self._value) >= 12 else "***"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return format(repr(self), spec)

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a secret is neither pickled nor copied")


class KeySources(NamedTuple):
    """What the config names beside the environment: a file that holds the key, or a command that prints it."""

    file: Path | None = None
    command: tuple[str, ...] = ()


def read_key(env: MutableMapping[str, str], config: KeySources | None = None) -> Secret | None:
    """The key from the environment, a file or a command, in this order; None when no source is named.

    The variable is dropped from `env` in every case, so that no child process inherits it.
    """
    sources = config or KeySources()
    given = env.pop(KEY_VARIABLE, "")
    if given.strip():
        return _checked(given, KEY_VARIABLE)
    named = env.get(FILE_VARIABLE, "").strip()
    file = Path(named) if named else sources.file
    if file is not None:
        return _checked(_read_file(file.expanduser()), "The key file")
    if sources.command:
        return _checked(_run(sources.command), "The key command's answer")
    return None


class Redactor:
    """Strikes the key, bearer tokens, session tokens and connection ids out of any text; called as a function."""

    def __init__(self, secrets: Iterable[Secret] = ()) -> None:
        self._known: list[Secret] = list(secrets)

    def add(self, secret: Secret) -> None:
        """Strike this one out from now on as well."""
        self._known.append(secret)

    def __call__(self, text: str) -> str:
        for secret in self._known:
            for form in _forms(secret.reveal()):
                text = text.replace(form, REDACTED)
        text = re.sub(_BEARER, rf"\1 {REDACTED}", text)
        return re.sub(_NAMED, rf"\1\2{REDACTED}", text)


# Compiled at the first text: most runs have none to look through before their calls stand.
_BEARER: Final = r"(?i)\b(bearer)(?:\s|%20|\+)+(?!\[redacted\])[^\s'\"]+"
_NAMED: Final = (
    r"(?i)\b(session_token|access_key|access_token|api_key|maton[-_]connection|maton[-_]api[-_]key|authorization)"
    r"(\\?['\"]?\s*(?:[:=,]|%3d)\s*b?\\?['\"]?)"
    r"(?!\[redacted\]|bearer\b)[^\s&'\",;)}\]\\]+"
)


def _forms(value: str) -> Iterable[str]:
    """How the value may stand in a text: as it is, in a URL, in a repr; nothing for what is too short to be a key."""
    from urllib.parse import quote  # late: only an unusual text needs it

    return {value, quote(value, safe=""), repr(value)[1:-1]} if len(value) >= 4 else ()


def _checked(text: str, source: str) -> Secret:
    """The key without white space round it; ConfigError, without the key, when it cannot be one."""
    key = text.strip()
    if not key:
        raise ConfigError(f"{source} is empty.", _WHERE_KEYS_ARE)
    for position, character in enumerate(key, 1):
        if not "!" <= character <= "~":
            raise ConfigError(
                f"{source}: the key has an odd character at position {position}.",
                f"{_WHERE_KEYS_ARE} A key is plain letters, digits and signs, without spaces, quotes or line breaks.",
            )
    if len(key) > _LONGEST:
        raise ConfigError(f"{source}: the key is {len(key):,} characters long, which no key is.", _WHERE_KEYS_ARE)
    return Secret(key)


def _read_file(file: Path) -> str:
    """The file's text; ConfigError unless it is a regular file of ours that nobody else may read."""
    try:
        link = file.lstat()
        descriptor = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or "not a file's name"
        raise ConfigError(
            f"The key file {file} cannot be read: {reason}.", f"Check its name and rights, or set {KEY_VARIABLE}."
        ) from None
    try:
        _check_rights(file, link.st_uid, os.fstat(descriptor))
        content = os.read(descriptor, _LONGEST * 8)
    except OSError as error:
        raise ConfigError(f"The key file {file} cannot be read: {error.strerror}.", "Check the disk.") from None
    finally:
        os.close(descriptor)
    return content.decode("utf-8", "surrogateescape")


def _check_rights(file: Path, link_owner: int, facts: os.stat_result) -> None:
    if not stat.S_ISREG(facts.st_mode):
        raise ConfigError(f"The key file {file} is not a regular file.", "Name a file that holds the key alone.")
    if {link_owner, facts.st_uid} != {os.geteuid()}:
        raise ConfigError(f"The key file {file} belongs to another user.", "Copy it to a file of your own, mode 0600.")
    if stat.S_IMODE(facts.st_mode) & 0o177:
        raise ConfigError(
            f"The key file {file} is open to others (mode {stat.S_IMODE(facts.st_mode):04o}).",
            f"Close it: chmod 600 {file}",
        )


def _run(command: tuple[str, ...]) -> str:
    """What the command prints; it is run without a shell, and its own complaints stay on its side."""
    import subprocess  # late: most people set the variable

    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_COMMAND_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise ConfigError(
            f"The key command {command[0]} took more than {_COMMAND_SECONDS} seconds.",
            "It must answer without asking; try it in a shell.",
        ) from None
    except (OSError, ValueError) as error:
        raise ConfigError(
            f"The key command {command[0]} cannot be run: {getattr(error, 'strerror', None) or 'not a command'}.",
            "Check api_key_command in the config.",
        ) from None
    if done.returncode:
        raise ConfigError(
            f"The key command {command[0]} failed with exit code {done.returncode}.", "Try it in a shell."
        )
    return done.stdout.decode("utf-8", "surrogateescape")


def redactor(key: Secret | None) -> Redactor:
    """One that knows the key, where there is one."""
    return Redactor([key] if key is not None else [])
