"""What calls belong to: companies, trackers, tags, and the calls not scored by company (wire 7, 9.1, 11, 12)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Hashable, Iterable, Mapping
from typing import TYPE_CHECKING, TypeVar

from callrail_tui.errors import CallrailTuiError, NotAllowed, Withdrawn
from callrail_tui.gateway.collect import Collection, read_all
from callrail_tui.model.directory import Company, Tracker
from callrail_tui.model.figures import FigureQuery, Figures
from callrail_tui.model.query import CallQuery
from callrail_tui.session.facts import (
    CompaniesFailed,
    CompaniesLoaded,
    CountsFailed,
    CountsLoaded,
    Fact,
    TagsFailed,
    TagsLoaded,
    TrackersFailed,
    TrackersLoaded,
)
from callrail_tui.session.worker import Ticket, Urgency, Worker

if TYPE_CHECKING:
    from callrail_tui.gateway.client import Gateway
    from callrail_tui.model.administration import Tag

T = TypeVar("T")

COMPANIES = "companies"
COUNTS = "counts"
TAGS = "tags"


class Directory:
    """Collections of one account, each read to its end, once; after a failure asking again reads again."""

    def __init__(self, worker: Worker, account_id: str, report: Callable[[Fact], None]) -> None:
        self._worker = worker
        self._account_id = account_id
        self._report = report
        self._companies: tuple[Company, ...] | None = None
        self._by_id: dict[str, Company] = {}
        self._trackers: dict[str, tuple[Tracker, ...]] = {}
        self._untouched: Mapping[str, int] | None = None
        self._counted: FigureQuery | None = None
        self._counting: FigureQuery | None = None
        self._tags: tuple[Tag, ...] | None = None
        self._pending: dict[Hashable, Ticket[object]] = {}
        self._errors: dict[Hashable, CallrailTuiError] = {}
        self._cut: set[Hashable] = set()
        self._fresh: set[Hashable] = set()
        self._generation = 0
        self._tags_asked = 0

    @property
    def companies(self) -> tuple[Company, ...]:
        """Every company; empty until they are read."""
        return self._companies or ()

    @property
    def has_companies(self) -> bool:
        """Whether the companies are read."""
        return self._companies is not None

    @property
    def untouched(self) -> Mapping[str, int] | None:
        """Calls not scored by company id; None until they are counted, and where that failed.

        A company without such calls is absent.
        """
        return self._untouched

    def company(self, company_id: str) -> Company | None:
        """One company, by id."""
        return self._by_id.get(company_id)

    def trackers(self, company_id: str) -> tuple[Tracker, ...] | None:
        """Every tracker of a company; None until they are read."""
        return self._trackers.get(company_id)

    def tags(self) -> tuple[Tag, ...] | None:
        """Every tag of the account; None until they are read."""
        return self._tags

    def error(self, key: Hashable) -> CallrailTuiError | None:
        """What stood in the way: of `COMPANIES`, `COUNTS`, `TAGS`, or of a company's trackers, by the company's id."""
        return self._errors.get(key)

    def is_refused(self, key: Hashable) -> bool:
        """Whether the user behind the connection may not read it: who is not asked by hand asks no more."""
        return isinstance(self._errors.get(key), NotAllowed)

    def is_pending(self, key: Hashable) -> bool:
        """Whether it is on its way; keys as in `error`."""
        return key in self._pending

    def is_cut(self, key: Hashable) -> bool:
        """Whether the collection has more records than are ever read at once; keys as in `error`."""
        return key in self._cut

    def want_companies(self) -> None:
        """Read the companies, unless they are here or on their way."""
        if COMPANIES not in self._fresh:
            account = self._account_id
            self._want(
                COMPANIES,
                lambda gateway: read_all(lambda page: gateway.companies.page(account, page)),
                self._take_companies,
                CompaniesFailed,
            )

    def want_trackers(self, company_id: str) -> None:
        """Read a company's trackers, unless they are here or on their way."""
        if company_id not in self._fresh:
            account = self._account_id
            self._want(
                company_id,
                lambda gateway: read_all(lambda page: gateway.trackers.page(account, page, company_id=company_id)),
                lambda found: self._take_trackers(company_id, found),
                lambda error: TrackersFailed(company_id, error),
            )

    def want_tags(self) -> None:
        """Read the tags, unless they are here or on their way."""
        if TAGS not in self._fresh:
            account = self._account_id
            self._want(
                TAGS,
                lambda gateway: read_all(lambda page: gateway.tags.page(account, page)),
                self._take_tags,
                TagsFailed,
                asked=self._tags_asked,
            )

    def reread_tags(self) -> None:
        """Read the tags anew, whatever is here or on its way; what is here stays until then."""
        self._forget_request_for_tags()
        self.want_tags()

    def replace_tags(self, tags: Iterable[Tag]) -> None:
        """The account's tags are these now, as a change of them told; an answer on its way may be older."""
        self._tags = tuple(tags)
        was_asked = TAGS in self._pending
        self._forget_request_for_tags()
        if was_asked:
            self.want_tags()
        else:
            self._fresh.add(TAGS)
        self._report(TagsLoaded())

    def _forget_request_for_tags(self) -> None:
        self._tags_asked += 1
        self._fresh.discard(TAGS)
        self._errors.pop(TAGS, None)
        if (pending := self._pending.pop(TAGS, None)) is not None:
            pending.abandon()

    def want_counts(self, query: CallQuery) -> None:
        """Count the calls not scored of each company, over the days of `query`, unless that is counted already."""
        days = CallQuery(
            date_range=query.date_range,
            start_date=query.start_date,
            end_date=query.end_date,
            time_zone=query.time_zone,
            lead_status="not_scored",
        )
        question = FigureQuery(filters=days.filters(), group_by="company_id")
        if COUNTS in self._fresh and self._counted == question:
            return
        if self._counting != question and COUNTS in self._pending:
            self._pending.pop(COUNTS).abandon()  # it counts other days
        self._counting = question
        account = self._account_id
        self._want(
            COUNTS,
            lambda gateway: gateway.calls.summary(account, question),
            lambda found: self._take_counts(question, found),
            self._lose_counts,
            Urgency.PREFETCH,
            asked=question,
        )

    def forget(self) -> None:
        """Read everything anew when it is next wanted; what is here stays until then."""
        self._generation += 1
        for ticket in self._pending.values():
            ticket.withdraw()
        self._pending.clear()
        self._fresh.clear()
        self._errors = {key: error for key, error in self._errors.items() if not isinstance(error, NotAllowed)}

    def _want(
        self,
        key: Hashable,
        run: Callable[[Gateway], Awaitable[T]],
        take: Callable[[T], Fact],
        failed: Callable[[CallrailTuiError], Fact],
        urgency: Urgency = Urgency.VIEW,
        *,
        asked: Hashable = None,
    ) -> None:
        if key in self._pending:
            return
        self._errors.pop(key, None)
        ticket = self._worker.submit(("directory", self._account_id, self._generation, key, asked), run, urgency)
        self._pending[key] = ticket  # type: ignore[assignment]

        def deliver(done: Ticket[T]) -> None:
            try:
                found = done.result()
            except Withdrawn:
                return
            except CallrailTuiError as error:
                if self._pending.get(key) is done:
                    del self._pending[key]
                    self._errors[key] = error
                    self._report(failed(error))
                return
            if self._pending.get(key) is done:
                del self._pending[key]
                self._fresh.add(key)
                if isinstance(found, Collection) and found.is_cut:
                    self._cut.add(key)
                self._report(take(found))

        ticket.when_done(deliver)

    def _take_companies(self, found: Collection[Company]) -> Fact:
        self._companies = found.items
        self._by_id = {company.id: company for company in found.items}
        return CompaniesLoaded()

    def _take_trackers(self, company_id: str, found: Collection[Tracker]) -> Fact:
        self._trackers[company_id] = found.items
        return TrackersLoaded(company_id)

    def _take_tags(self, found: Collection[Tag]) -> Fact:
        self._tags = found.items
        return TagsLoaded()

    def _take_counts(self, question: FigureQuery, found: Figures) -> Fact:
        self._counted = question
        self._untouched = {row.key: row.numbers.get("total_calls", 0) for row in found.rows if row.key}
        return CountsLoaded()

    def _lose_counts(self, error: CallrailTuiError) -> Fact:
        # Those that are here may be of other days.
        self._untouched = None
        return CountsFailed(error)
