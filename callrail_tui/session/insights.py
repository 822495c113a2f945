"""Sums over calls as the screen asks for them: one request each, kept until it is asked to read again (wire 9)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from callrail_tui.errors import BadRequest, CallrailTuiError, Withdrawn
from callrail_tui.model.counting import GROUPS
from callrail_tui.model.figures import FigureQuery, Figures
from callrail_tui.session.facts import Fact, InsightsChanged
from callrail_tui.session.ticket import Ticket
from callrail_tui.session.urgency import Urgency
from callrail_tui.session.worker import Worker

if TYPE_CHECKING:
    from callrail_tui.gateway.client import Gateway


_SPEAKS_OF_DATES = re.compile(r"\bdates?\b|date[_ ]range|retention|25.month|narrow", re.IGNORECASE)
"""A 400 about the period says nothing of the grouping (wire 4.2)."""


class Insights:
    """Answers by question; an interval makes it a timeseries, else it is a summary."""

    def __init__(self, worker: Worker, account_id: str, report: Callable[[Fact], None]) -> None:
        self.refused: set[str] = set()
        """Groupings that the server refused; they are not asked for again in this session."""
        self._worker = worker
        self._account_id = account_id
        self._report = report
        self._answers: dict[FigureQuery, Figures] = {}
        self._errors: dict[FigureQuery, CallrailTuiError] = {}
        self._pending: dict[FigureQuery, Ticket[Figures]] = {}

    def answer(self, question: FigureQuery) -> Figures | None:
        """What came; None until then."""
        return self._answers.get(question)

    def error(self, question: FigureQuery) -> CallrailTuiError | None:
        """What stood in the way."""
        return self._errors.get(question)

    def is_pending(self, question: FigureQuery) -> bool:
        """Whether it is on its way."""
        return question in self._pending

    def want(self, question: FigureQuery) -> None:
        """Ask, unless the answer is here or on its way, it failed since `forget`, or the server refuses to group so."""
        is_known = question in self._answers or question in self._errors
        if is_known or question in self._pending or question.group_by in self.refused:
            return
        account = self._account_id

        async def run(gateway: Gateway) -> Figures:
            ask = gateway.calls.timeseries if question.interval else gateway.calls.summary
            return await ask(account, question)

        ticket = self._worker.submit(("insights", account, question), run, Urgency.VIEW)
        self._pending[question] = ticket
        ticket.when_done(lambda done: self._take(question, done))

    def leave(self, question: FigureQuery) -> None:
        """Nobody looks at it any more: it is not sent, if it was not yet."""
        ticket = self._pending.get(question)
        if ticket is not None and ticket.withdraw():
            del self._pending[question]

    def forget(self) -> None:
        """Read everything anew when it is next wanted."""
        for ticket in self._pending.values():
            ticket.abandon()
        self._pending.clear()
        self._answers.clear()
        self._errors.clear()

    def _take(self, question: FigureQuery, done: Ticket[Figures]) -> None:
        if self._pending.get(question) is not done:
            return
        del self._pending[question]
        try:
            self._answers[question] = done.result()
        except Withdrawn:
            return
        except CallrailTuiError as error:
            if (
                isinstance(error, BadRequest)
                and question.group_by in GROUPS
                and not _SPEAKS_OF_DATES.search(error.detail)
            ):
                self.refused.add(question.group_by)
            else:
                self._errors[question] = error
        self._report(InsightsChanged())
