"""Calls: list, get, recording, page views (wire 8.1 to 8.4, 10)."""

from typing import Final
from urllib.parse import quote

from callrail_tui.demo.account import Account
from callrail_tui.demo.callquery import read_call_query
from callrail_tui.demo.callview import API, CallView, Scene, website
from callrail_tui.demo.edits import Book
from callrail_tui.demo.fields import Render, chosen, rendered
from callrail_tui.demo.formats import moment
from callrail_tui.demo.paging import encode_rows, listing, read_window
from callrail_tui.demo.pulse import Pulse
from callrail_tui.demo.replies import Reply, answer, collection, forbidden, missing
from callrail_tui.demo.request import Request

_PAGES_SEEN: Final = ("/", "/services", "/pricing", "/contact")
_INTERNAL_QUERY: Final = (
    "action=index&agency_id={account}&api_sort%5B%5D%5B{sort}%5D={order}&api_sort%5B%5D={sort}"
    "&controller=api%2Fv3%2Fcalls&format=json&no_one_to_many_associations=true"
    "&offset={offset}&page=1&per_page={per_page}&relative_pagination=true"
)


async def list_calls(account: Account, request: Request) -> Reply:
    """One page, by number or relative (wire 8.1, 3.1, 3.2)."""
    query = request.query
    renders = chosen(query.listed("fields"), account.settings.refused_fields, single=False)
    book = account.book()
    wanted = read_call_query(account, query, book)
    ordered = await account.views.open(wanted, book)
    window = read_window(query)
    relative = query.flag("relative_pagination")
    offset = query.whole("offset", 0)
    start = offset * window.per_page if relative else window.first
    rows = await _rows(account.scene(book), ordered.take(start, window.per_page), renders)
    if not relative:
        return collection(window.head(ordered.total, with_pages=True), "calls", rows)
    more = start + window.per_page < ordered.total
    order = "desc" if wanted.descending else "asc"
    following = _INTERNAL_QUERY.format(
        account=account.numeric_id, sort=quote(wanted.sort), order=order, offset=offset + 1, per_page=window.per_page
    )
    next_page = f"{API}/{account.numeric_id}/calls?{following}" if more else None
    return collection({"next_page": next_page, "has_next_page": more}, "calls", rows)


async def _rows(scene: Scene, indexes: list[int], renders: dict[str, Render]) -> list[bytes]:
    """The calls as JSON, one by one."""

    def render(index: int) -> dict[str, object]:
        row = scene.book.row(index) or scene.book.unedited(index)
        return rendered(scene.view(index, row), renders)

    return await encode_rows(indexes, render, Pulse())


async def get_call(account: Account, request: Request) -> Reply:
    """The whole call; 404 once it was reported as spam (wire 8.3, 8.5)."""
    renders = chosen(request.query.listed("fields"), frozenset(), single=True)
    return answer(rendered(found_call(account, account.book(), request), renders))


async def get_recording(account: Account, request: Request) -> Reply:
    """Where the audio is: a lasting link, or one of a day under HIPAA (wire 10.1)."""
    call = found_call(account, account.book(), request)
    if not call.recorded:
        raise missing("Recording")
    from callrail_tui.demo.sound import recording_link  # late: few runs listen to anything

    return answer({"url": recording_link(call, hipaa=account.hipaa)})


async def list_page_views(account: Account, request: Request) -> Reply:
    """The pages a website visitor saw before calling, newest first (wire 10.3)."""
    call = found_call(account, account.book(), request)
    views: list[dict[str, object]] = []
    if call.landing_url:
        site = website(call.company)
        referrer: str | None = f"https://{call.origin.referrer}/" if call.origin.referrer else None
        for step, path in enumerate(_PAGES_SEEN[: 1 + call.bits % 4]):
            seen_ms = (call.start_ms // 1000 - 400 + step * 90) * 1000
            shown = moment(seen_ms, call.zone).replace(".000", "")
            views.insert(0, {"referrer_url": referrer, "page_url": site + path, "created_at": shown})
            referrer = site + path
    return await listing(request, "page_views", views, lambda view: view)


async def place_call(account: Account, request: Request) -> Reply:
    """Ringing people up is not for a demo: 403, as an account without the right gets (wire 10.4)."""
    raise forbidden()


def found_call(account: Account, book: Book, request: Request, *, single: bool = True) -> CallView:
    """The call that the path names; 404 when there is none or it is hidden."""
    index = account.mint.read("CAL", request.parts["call"])
    row = book.row(index) if index is not None and index < len(book.population) else None
    if index is None or row is None:
        raise missing("Call")
    return account.scene(book, single=single).view(index, row)
