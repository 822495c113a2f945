"""Offset paging of the small collections (wire 3.1)."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple, TypeVar

from callrail_tui.demo.pulse import Pulse
from callrail_tui.demo.replies import Reply, collection, encode
from callrail_tui.demo.request import Query, Request

MOST_PER_PAGE: Final = 250
_T = TypeVar("_T")


class Window(NamedTuple):
    """Which page of what size."""

    page: int
    per_page: int

    @property
    def first(self) -> int:
        """Offset of the first row of the page."""
        return (self.page - 1) * self.per_page

    def head(self, total: int, *, with_pages: bool) -> dict[str, object]:
        """The members that stand before the list."""
        pages = {"total_pages": max(1, -(-total // self.per_page))} if with_pages else {}
        return {"page": self.page, "per_page": self.per_page, **pages, "total_records": total}


def read_window(query: Query, default: int = 100) -> Window:
    """The page asked for; sizes out of range are clamped."""
    per_page = min(MOST_PER_PAGE, max(1, query.whole("per_page", default)))
    return Window(max(1, query.whole("page", 1)), per_page)


async def listing(
    request: Request,
    key: str,
    records: Iterable[_T],
    render: Callable[[_T], dict[str, object]],
    *,
    keep: Callable[[_T], bool] = lambda record: True,
    sort_key: Callable[[_T], str] | None = None,
    with_pages: bool = True,
) -> Reply:
    """One page of the records that are kept, rendered row by row."""
    pulse = Pulse()
    kept: list[_T] = []
    for record in records:
        if keep(record):
            kept.append(record)
        if pulse.due():
            await pulse.rest()
    if sort_key is not None:
        kept.sort(key=sort_key, reverse=request.query.text("order") == "desc")
    window = read_window(request.query)
    rows = await encode_rows(kept[window.first : window.first + window.per_page], render, pulse)
    return collection(window.head(len(kept), with_pages=with_pages), key, rows)


async def encode_rows(records: Sequence[_T], render: Callable[[_T], dict[str, object]], pulse: Pulse) -> list[bytes]:
    """Each record as JSON, one after the other, giving way between them."""
    rows: list[bytes] = []
    for record in records:
        rows.append(encode(render(record)))
        if pulse.due():
            await pulse.rest()
    return rows
