"""What is said of an error beyond its title and its cure (floor 4)."""

from __future__ import annotations

from textual.content import Content

from callrail_tui.errors import CallrailTuiError, GatewayError
from callrail_tui.present.text import assemble, display

_LONGEST = 300
"""Characters kept: enough to say what is wrong, too few to fill a screen."""


def quoted(error: CallrailTuiError) -> tuple[Content, ...]:
    """A line with the server's own words, or this machine's of what went wrong; none where there are no words."""
    if not isinstance(error, GatewayError) or not error.detail:
        return ()
    # Without a status no answer failed: the words are about a certificate, or a body that is no JSON.
    whose = "In detail: " if error.status is None else "The server said: "
    return (assemble((whose, "dim"), display(error.detail, limit=_LONGEST)),)
