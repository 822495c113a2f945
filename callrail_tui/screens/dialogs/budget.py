"""`%`: what is left of the hour and the day, and what waits (floor 6; wire 5.3)."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen
from textual.widgets import Static

from callrail_tui.present.budget import BudgetFacts, budget_text
from callrail_tui.present.text import display
from callrail_tui.screens.dialogs.confirming import QuestionBox
from callrail_tui.session.budget import SHARE, Budget
from callrail_tui.session.facts import BudgetChanged, Fact
from callrail_tui.session.session import Session
from callrail_tui.session.urgency import Urgency

_KINDS = (
    ("Reading ahead", Urgency.PREFETCH),
    ("What runs in the background", Urgency.REFRESH),
    ("What is looked at", Urgency.VIEW),
    ("Decisions", Urgency.EDIT),
)


def budget_facts(budget: Budget) -> BudgetFacts:
    """The budget as the panel shows it."""
    return BudgetFacts(
        budget.used_hour,
        budget.allowed_hour,
        budget.used_day,
        budget.allowed_day,
        tuple((name, SHARE[urgency]) for name, urgency in _KINDS),
        budget.parked_seconds,
        budget.is_resting,
        budget.not_shared,
    )


class BudgetDialog(ModalScreen[None]):
    """Follows the budget as long as it is open."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter,percent_sign", "leave", "Leave", show=False, priority=True),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._unsubscribe: Callable[[], None] | None = None

    def compose(self) -> ComposeResult:
        """The title, the figures, the keys."""
        with QuestionBox(classes="dialog"):
            yield Static(display("Requests"), classes="dialog--title")
            yield Static(budget_text(budget_facts(self._session.budget)), classes="dialog--words")
            yield Static(display("esc leave"), classes="dialog--keys")

    def on_mount(self) -> None:
        """Follow."""
        self._unsubscribe = self._session.subscribe(self._hear)

    def on_unmount(self) -> None:
        """Follow no longer."""
        if self._unsubscribe is not None:
            self._unsubscribe()

    def _hear(self, fact: Fact) -> None:
        if isinstance(fact, BudgetChanged) and self.is_mounted:
            self.query_one(".dialog--words", Static).update(budget_text(budget_facts(self._session.budget)))

    def action_leave(self) -> None:
        """Leave."""
        self.dismiss(None)
