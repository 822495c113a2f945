"""Everything that can go wrong, each with a title for the person and a hint that names the cure (floor 0).

CallrailTuiError
├── ConfigError            settings, key, files, command line: exit code 2
├── EditRefused            a decision that cannot be made, and why
├── NotJournalled          the outbox cannot be written, so nothing is decided
├── Withdrawn              a ticket was taken back before its request started
├── BudgetSpent            our own count says that no request is left
└── GatewayError           an answer, or the want of one
    ├── Unreachable        no connection to the host, or it broke
    ├── TimedOut           connected, but no whole answer in time
    ├── AuthError          401
    │   ├── BadKey         the control host refuses the key as well
    │   └── ConnectionRefused   the key is good: the connection's grant is not
    ├── NoConnection       400 with no ACTIVE connection, or an unknown one is pinned
    ├── WrongApp           the first path segment is not a connected app
    ├── NotAllowed         403
    ├── NotFound           404
    ├── BadRequest         400, 405, 406
    │   └── RefusedField   400 about a name in `fields`
    ├── Unprocessable      422, in the server's words
    ├── RateLimited        429
    ├── Unavailable        502, 503, 504
    ├── GatewayFault       500, or a grant gone stale
    └── BadReply           an answer that is not the API's
        ├── HtmlPage       a proxy, a captive portal, a login page
        ├── NotJson        not JSON, or not an object
        ├── TooLarge       more than the body limit
        ├── SoundCame      a recording itself, where data about it was expected
        └── Redirected     a redirect: the API has none, so it is not followed
"""

from __future__ import annotations


class CallrailTuiError(Exception):
    """The root: `title` is one sentence for the person, `hint` says what to do about it. Both are uncleaned text."""

    title = "Something went wrong."
    hint = ""

    def __init__(self, title: str = "", hint: str = "") -> None:
        self.title = title or type(self).title
        self.hint = hint or type(self).hint
        super().__init__(self.title)


class ConfigError(CallrailTuiError):
    """A setting, file or option that cannot be used; the program does not start with it (exit code 2)."""

    title = "A setting cannot be used."


class EditRefused(CallrailTuiError):
    """This cannot be decided here: the rule says why. Nothing was journalled."""

    title = "This cannot be decided."


class NotJournalled(CallrailTuiError):
    """The outbox on disk cannot take the decision; it is never sent without (robustness 3.3)."""

    title = "The decision could not be kept on disk, so it is not made."
    hint = "Make room in the state folder, then decide again; callrail-tui doctor tells."


class LedgerFault(CallrailTuiError):
    """The ledger of requests cannot be used: they are counted for this window alone."""

    title = "Requests are counted for this window alone."


class Withdrawn(CallrailTuiError):
    """The ticket was taken back while it was still queued; nothing was sent."""

    title = "Withdrawn before it was sent."


class BudgetSpent(CallrailTuiError):
    """Our own count of requests says that this hour or day has none left for this kind of work."""

    title = "The request budget is spent."
    hint = "CallRail allows 1,000 requests an hour and 10,000 a day; wait, or press r later."


class GatewayError(CallrailTuiError):
    """A request that did not bring what was asked for (wire 5.1)."""

    title = "The gateway did not answer as expected."

    def __init__(self, title: str = "", hint: str = "", *, status: int | None = None, detail: str = "") -> None:
        super().__init__(title, hint)
        self.status = status
        self.detail = detail
        """The server's own words, or this machine's where no status came; at most 500 characters, uncleaned."""


class Unreachable(GatewayError):
    """No connection to the host could be made, or it broke before an answer came."""

    title = "The gateway cannot be reached."
    hint = "Check the network, then press r."


class TimedOut(GatewayError):
    """The host was reached, but the whole answer did not arrive in time."""

    title = "The gateway took too long to answer."
    hint = "Press r to try again."


class AuthError(GatewayError):
    """401: the Maton key or the CallRail grant behind it (wire 1.5)."""

    title = "The gateway refused the request (401)."
    hint = "Check MATON_API_KEY, then the connection (N)."


class BadKey(AuthError):
    """401 from the control host too: the key itself is wrong."""

    title = "The Maton API key is not accepted."
    hint = "Copy the key again from https://maton.ai/settings into MATON_API_KEY and start anew."


class ConnectionRefused(AuthError):
    """401 although the key is good: CallRail no longer accepts the connection's grant."""

    title = "The key is good, but CallRail refuses this connection."
    hint = "Press N: enter takes another connection, a connects CallRail anew; then delete the old one (D)."


class NoConnection(GatewayError):
    """There is no ACTIVE CallRail connection, or the one asked for is not there (wire 1.5)."""

    title = "There is no active CallRail connection."
    hint = "Press N: a connects CallRail there, enter takes another connection; then r."


class WrongApp(GatewayError):
    """The first path segment is not an app the gateway knows (wire 1.1)."""

    title = "The gateway does not know this app name."
    hint = "Give the gateway's address without a path, as in https://gateway.maton.ai: /callrail/v3 is added to it."


class NotAllowed(GatewayError):
    """403: the CallRail user behind the connection may not do this."""

    title = "CallRail does not allow this."
    hint = "The CallRail user behind the connection lacks the permission; ask an administrator of the account."


class NotFound(GatewayError):
    """404: it does not exist, or no longer; a call marked as spam answers this as well (wire 8.5)."""

    title = "CallRail does not have this any more."
    hint = "It was deleted, or marked as spam; press r to read the list again."


class BadRequest(GatewayError):
    """400, 405 or 406: CallRail does not accept the request as sent."""

    title = "CallRail does not accept this request."


class RefusedField(BadRequest):
    """400 about a name in `fields` (wire 8.1)."""

    title = "CallRail refuses one of the requested fields."


class Unprocessable(GatewayError):
    """422: validation; `detail` has the server's words."""

    title = "CallRail cannot accept this."


class RateLimited(GatewayError):
    """429: too many requests, ours or another integration's (wire 5.3)."""

    title = "CallRail's request limit is reached."
    hint = "The limit is shared by everything that uses this account; it goes on by itself after a wait, or press r."

    def __init__(self, title: str = "", hint: str = "", *, detail: str = "", retry_after: float | None = None) -> None:
        super().__init__(title, hint, status=429, detail=detail)
        self.retry_after = retry_after
        """Seconds to wait as the server said, never negative; None when it did not say."""


class Unavailable(GatewayError):
    """502, 503 or 504: maintenance or overload."""

    title = "CallRail is unavailable at the moment."
    hint = "Press r in a minute."


class GatewayFault(GatewayError):
    """500: a server's fault, or a grant that went stale while the connection still says ACTIVE (wire 1.4)."""

    title = "The gateway failed (500)."
    hint = "If it stays so, its grant may be stale: N, then a, connects CallRail anew; delete the old one then (D)."


class BadReply(GatewayError):
    """An answer that is not the API's."""

    title = "The answer is not CallRail's."
    hint = "Check the gateway's address, and whether a proxy stands between."


class HtmlPage(BadReply):
    """A web page came instead of data: a proxy, a captive portal, or a wrong address."""

    title = "A web page came instead of data."


class NotJson(BadReply):
    """The body is not JSON, or not a JSON object."""

    title = "The answer is not readable as JSON."


class TooLarge(BadReply):
    """The body passed the limit of 32 MB after decompression."""

    title = "The answer is too large."


class SoundCame(BadReply):
    """A recording itself came instead of data about it (wire 10.1); it was not read."""

    title = "Sound came instead of data."


class Redirected(BadReply):
    """A redirect came; it is not followed, since the key must not travel (wire 2)."""

    title = "The gateway redirects elsewhere; that is not followed."

    def __init__(self, title: str = "", hint: str = "", *, status: int | None = None, location: str = "") -> None:
        super().__init__(title, hint, status=status)
        self.location = location
        """Where to, uncleaned; it may be a secret link, so it is in no message."""
