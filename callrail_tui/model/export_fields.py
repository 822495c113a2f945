"""Which fields of a call an export holds, and what of them may not leave (wire 8.8, 10.1; wire 17, trap 23)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from callrail_tui.model.fields import CALL_FIELDS
from callrail_tui.model.read import Json

LINKS: Final[frozenset[str]] = frozenset({"waveforms"} | {name for name, field in CALL_FIELDS.items() if field.secret})
"""Their values let whoever has the file listen, or look at the sound: left out unless asked for."""
SPOKEN: Final[frozenset[str]] = frozenset(
    {name for name, field in CALL_FIELDS.items() if field.premium} | {"call_highlights", "keywords_spotted"}
)
"""What was said: never put on disk for a HIPAA account, as the links are not."""

_COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "when": ("start_time",),
    "outcome": ("direction", "call_type", "answered", "voicemail"),
    "length": ("duration",),
    "who": ("customer_name", "customer_phone_number"),
    "number": ("customer_phone_number",),
    "company": ("company_name",),
    "tracker": ("source_name",),
    "source": ("source",),
    "lead": ("lead_status",),
    "flags": ("first_call", "note"),
    "value": ("value",),
    "tags": ("tags",),
}
"""What each column of the list is drawn from."""

_KEYED: Final = re.compile(r"((?:access_key|X-Amz-Signature|signature|token)=)[^&\s\"'#]+", re.IGNORECASE)
LEFT_OUT: Final = "left-out"
"""What stands for an access key in an address."""


def fields_of_columns(columns: Iterable[str]) -> tuple[str, ...]:
    """The fields that the list's columns show, the id first, each once, in the order of the columns."""
    wanted = ["id"]
    for column in columns:
        wanted += _COLUMNS.get(column, (column,))
    return tuple(name for name in dict.fromkeys(wanted) if name in CALL_FIELDS and not CALL_FIELDS[name].single_only)


def all_fields() -> tuple[str, ...]:
    """Every field that a list can be asked for, the id first."""
    rest = (name for name, field in CALL_FIELDS.items() if not field.single_only and name != "id")
    return ("id", *rest)


def permitted(fields: Iterable[str], *, links: bool, hipaa: bool) -> tuple[str, ...]:
    """The fields without those that may not leave; a HIPAA account's links and words never do."""
    kept_back = frozenset[str]()
    if hipaa:
        kept_back = LINKS | SPOKEN
    elif not links:
        kept_back = LINKS
    return tuple(name for name in fields if name not in kept_back)


def asked_for(fields: Iterable[str]) -> tuple[str, ...]:
    """The names to put into `fields`: those that do not come by themselves (wire 8.4)."""
    return tuple(sorted(name for name in fields if not CALL_FIELDS[name].default))


def without_keys(value: Any) -> Any:
    """The value with every access key in an address replaced; everything else as it came."""
    if isinstance(value, str):
        return _KEYED.sub(rf"\1{LEFT_OUT}", value) if "://" in value and "=" in value else value
    if isinstance(value, list):
        return [without_keys(one) for one in value]
    if isinstance(value, dict):
        return {name: without_keys(one) for name, one in value.items()}
    return value


def record(raw: Json, fields: Iterable[str], *, links: bool) -> dict[str, Any]:
    """The fields of a call as the server sent them; one that it did not send is not there."""
    return {name: raw[name] if links else without_keys(raw[name]) for name in fields if name in raw}
