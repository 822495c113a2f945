"""Answers and refusals in the shapes of the wire (wire 2, 3.1, 5.2)."""

import json
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

_ENCODER: Final = json.JSONEncoder(separators=(",", ":"))
_JSON: Final = ("content-type", "application/json; charset=utf-8")

FORBIDDEN: Final = "You do not have permission to perform the requested action"


class Reply(NamedTuple):
    """A whole HTTP answer, ready to send."""

    status: int
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = (_JSON,)


class ApiError(Exception):
    """A refusal, with the status and the words that the wire would use."""

    def __init__(self, status: int, message: str, headers: tuple[tuple[str, str], ...] = ()) -> None:
        """The message becomes ``{"error": message}``."""
        super().__init__(message)
        self.status = status
        self.message = message
        self.headers = headers

    def reply(self) -> Reply:
        """The refusal as an answer."""
        return Reply(self.status, encode({"error": self.message}), (_JSON, *self.headers))


def encode(value: object) -> bytes:
    """One JSON value as bytes; whatever is not ASCII is escaped, so that any text can be carried."""
    return _ENCODER.encode(value).encode("ascii")


def answer(value: Mapping[str, object], status: int = 200) -> Reply:
    """A JSON object."""
    return Reply(status, encode(value))


def no_content() -> Reply:
    """204, as most DELETEs answer."""
    return Reply(204, b"", ())


def collection(head: Mapping[str, object], key: str, rows: Iterable[bytes]) -> Reply:
    """An object whose last member is a list of rows that were encoded one by one."""
    opening = encode(head)[:-1] + (b"," if head else b"")
    return Reply(200, opening + encode(key) + b":[" + b",".join(rows) + b"]}")


def missing(what: str) -> ApiError:
    """404 for a record that is not there."""
    return ApiError(404, f"{what} not found")


def forbidden() -> ApiError:
    """403 in the wire's own words."""
    return ApiError(403, FORBIDDEN)
