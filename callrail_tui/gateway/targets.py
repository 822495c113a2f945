"""Addresses built from a fixed template, checked ids and encoded parameters; nothing from an answer is ever fetched."""

import re
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from callrail_tui.errors import BadRequest
from callrail_tui.gateway.hosts import Hosts

if TYPE_CHECKING:
    from callrail_tui.model.query import Params

CALLRAIL_PREFIX = "/callrail/v3"

_REFUSED_IN_ID = re.compile(r"[\x00-\x20\x7f-\xa0/\\%?#\ud800-\udfff\u2028\u2029]")
_LONGEST_ID = 200


class Side(Enum):
    """Which of the two hosts a request goes to."""

    CALLRAIL = "callrail"
    CONTROL = "control"


class Target(NamedTuple):
    """What a request asks for: a template with `{}` for each id."""

    side: Side
    template: str
    ids: tuple[str, ...] = ()
    params: "Params" = ()

    @property
    def path_template(self) -> str:
        """The path without ids, fit for a log."""
        return f"{CALLRAIL_PREFIX}/{self.template}.json" if self.side is Side.CALLRAIL else f"/{self.template}"

    def url(self, hosts: Hosts) -> str:
        """The whole address; BadRequest when an id or a parameter cannot stand in one."""
        base = hosts.gateway if self.side is Side.CALLRAIL else hosts.control
        path = self.path_template.format(*(_segment(one) for one in self.ids))
        try:
            query = "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in self.params)
        except UnicodeEncodeError:
            raise BadRequest("The search or filter holds a character that cannot be sent.") from None
        return f"{base}{path}?{query}" if query else base + path


def callrail(template: str, *ids: str, params: "Params" = ()) -> Target:
    """A path of CallRail's API below `/v3/`, without its `.json` (wire 2)."""
    return Target(Side.CALLRAIL, template, ids, params)


def control(template: str, *ids: str, params: "Params" = ()) -> Target:
    """A path of the connection management (wire 1.3)."""
    return Target(Side.CONTROL, template, ids, params)


def given(**pairs: str | None) -> "Params":
    """The parameters that have a value, in the order given."""
    return tuple((name, value) for name, value in pairs.items() if value)


def _segment(one: str) -> str:
    if not one or one in (".", "..") or len(one) > _LONGEST_ID or _REFUSED_IN_ID.search(one):
        raise BadRequest("An id holds characters that no id has; nothing was sent.", "Check the id.")
    return quote(one, safe="")
