"""A request as the handlers see it: method, path, decoded query, JSON body."""

import json
from collections.abc import Mapping
from urllib.parse import parse_qsl

from callrail_tui.demo.replies import ApiError

TRUE_WORDS = frozenset({"true", "1", "yes"})


class Query:
    """The query string, decoded; later repeats win where one value is wanted."""

    def __init__(self, raw: bytes) -> None:
        """Bytes that are not UTF-8 are kept as replacement characters."""
        self._pairs = parse_qsl(raw.decode("ascii", "replace"), keep_blank_values=True)

    def text(self, name: str) -> str:
        """The value of a parameter, stripped; empty when it was not given."""
        for key, value in reversed(self._pairs):
            if key == name:
                return value.strip()
        return ""

    def word(self, name: str, allowed: Mapping[str, object] | frozenset[str]) -> str:
        """A value out of a closed list; any other is silently ignored, as the wire does (wire 8.1)."""
        value = self.text(name)
        return value if value in allowed else ""

    def many(self, name: str) -> list[str]:
        """The values of an array parameter, ``name[]=a&name[]=b``."""
        return [value for key, value in self._pairs if key == f"{name}[]" and value]

    def listed(self, name: str) -> list[str]:
        """The parts of a comma-separated parameter, in order."""
        return [part for part in (piece.strip() for piece in self.text(name).split(",")) if part]

    def flag(self, name: str) -> bool | None:
        """A boolean parameter; None when it was not given."""
        value = self.text(name).lower()
        return value in TRUE_WORDS if value else None

    def whole(self, name: str, default: int) -> int:
        """A whole number; the default for anything else."""
        value = self.text(name)
        return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else default


class Request:
    """One request, with the named parts of its path once a route has matched."""

    def __init__(self, method: str, path: str, raw_query: bytes, headers: Mapping[str, str], body: bytes) -> None:
        """The query is decoded once; the names of headers are in lower case."""
        self.method = method
        self.path = path
        self.raw_query = raw_query
        self.headers = headers
        self.body = body
        self.parts: Mapping[str, str] = {}
        self.query = Query(raw_query)

    def json_object(self) -> dict[str, object]:
        """The body; 406 unless it is a JSON object sent as such (wire 2)."""
        if "json" not in self.headers.get("content-type", ""):
            raise ApiError(406, "Parameters must be sent as JSON")
        try:
            value: object = json.loads(self.body)
        except (ValueError, RecursionError) as error:
            raise ApiError(406, "The request body is not JSON") from error
        if not isinstance(value, dict):
            raise ApiError(406, "The request body must be a JSON object")
        return value
