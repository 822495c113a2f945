"""From an answer's bytes to a JSON object, or the error that says why not (wire 1.5, 2, 5.2)."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, NoReturn

from callrail_tui.errors import BadReply, HtmlPage, NotJson
from callrail_tui.model.read import Json, mapping

LONGEST_DETAIL = 500
"""Characters kept of a server's own words."""

_MISSING = object()
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class Reply(NamedTuple):
    """A whole answer."""

    status: int
    headers: Mapping[str, str]
    """By lower-case name."""
    body: bytes

    @property
    def is_html(self) -> bool:
        """Whether it is a web page, by what it says of itself or by how it begins."""
        return "html" in self.headers.get("content-type", "").lower() or self.body.lstrip()[:1] == b"<"


def decode_reply(reply: Reply) -> Json:
    """The object of a successful answer; an empty body is an empty object."""
    if reply.status == 204 or not reply.body.strip():
        return {}
    if reply.is_html:
        raise HtmlPage(status=reply.status)
    return decode_json(reply.body)


def decode_json(body: bytes) -> dict[str, Any]:
    """Read strict UTF-8 JSON whose top level is an object; NotJson for everything else, however it is broken."""
    try:
        value = json.loads(body.removeprefix(_BYTE_ORDER_MARK).decode("utf-8"), parse_constant=_refuse_constant)
    except UnicodeDecodeError:
        raise NotJson(detail="The text is not UTF-8.") from None
    except RecursionError:
        raise NotJson(detail="It is nested too deeply.") from None
    except json.JSONDecodeError as error:
        raise NotJson(detail=f"{error.msg}, at character {error.pos}.") from None
    except ValueError as error:  # a constant that JSON does not have, or a number of thousands of digits
        raise NotJson(detail=str(error)[:LONGEST_DETAIL]) from None
    if not isinstance(value, dict):
        raise NotJson("The answer is JSON, but not an object.")
    return value


def rows_of(answer: Json, key: str) -> list[Any]:
    """The list under `key`; null is an empty list, its absence an error."""
    value = answer.get(key, _MISSING)
    if value is None or isinstance(value, list):
        return value or []
    said = "; ".join((*_sentences(answer.get("error")), *_sentences(answer.get("message"))))
    raise BadReply(f"The answer holds no list of {key.replace('_', ' ')}.", detail=said[:LONGEST_DETAIL])


def server_words(reply: Reply) -> str:
    """What a failed answer says, at most 500 characters; "" when it says nothing fit to show (wire 5.2)."""
    if reply.is_html:
        return ""
    try:
        answer = decode_json(reply.body)
    except NotJson:
        return reply.body[: 4 * LONGEST_DETAIL].decode("utf-8", "replace").strip()[:LONGEST_DETAIL]
    for key in ("error", "message", "errors"):
        said = "; ".join(_sentences(answer.get(key)))
        if said:
            return said[:LONGEST_DETAIL]
    return reply.body[: 4 * LONGEST_DETAIL].decode("utf-8", "replace").strip()[:LONGEST_DETAIL] if answer else ""


def _sentences(value: object) -> Iterator[str]:
    if isinstance(value, str):
        if value.strip():
            yield value.strip()
    elif isinstance(value, list):
        for item in value[:20]:
            yield from _sentences(item)
    elif (named := mapping(value)) is not None:
        message = named.get("message")
        if isinstance(message, str):
            field = named.get("field")
            yield f"{field}: {message}" if isinstance(field, str) and field else message
            return
        for name, item in list(named.items())[:20]:
            said = "; ".join(_sentences(item))
            if said:
                yield f"{name}: {said}"


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON.")
