"""What the account is run with, as its screen asks: collections are kept, single ones belong to a dialog."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, Any

from callrail_tui.gateway.collect import Collection, read_all
from callrail_tui.session.lookup import Lookup
from callrail_tui.session.worker import Worker

if TYPE_CHECKING:
    from callrail_tui.gateway.client import Gateway
    from callrail_tui.model.administration import Integration, IntegrationFilter, Notification, User
    from callrail_tui.model.directory import Account, Company, Tracker

ACCOUNT_FIELDS = ("numeric_id",)
COMPANY_FIELDS = ("verified_caller_ids",)
TRACKER_FIELDS = ("campaign_name", "swap_targets")


class Administration:
    """Users, integrations, notifications and accounts (wire 6, 7, 11, 13 to 15); `changed` is called as they come."""

    def __init__(self, worker: Worker, account_id: str) -> None:
        self.changed: Callable[[], None] = lambda: None
        self._worker = worker
        self._account_id = account_id
        self._kept: dict[Hashable, Lookup[Any]] = {}

    # Collections ------------------------------------------------------------------------------------------------

    def accounts(self) -> Lookup[Collection[Account]]:
        """Every account that the connection sees."""
        return self._keep(("accounts",), lambda gateway: read_all(gateway.accounts.page))

    def users(self, company_id: str | None) -> Lookup[Collection[User]]:
        """Every user, or those of one company."""
        account = self._account_id
        return self._keep(
            ("users", company_id),
            lambda gateway: read_all(lambda page: gateway.users.page(account, page, company_id=company_id)),
        )

    def integrations(self, company_id: str) -> Lookup[Collection[Integration]]:
        """Every integration of a company."""
        account = self._account_id
        return self._keep(
            ("integrations", company_id),
            lambda gateway: read_all(lambda page: gateway.integrations.page(account, company_id, page)),
        )

    def filters(self, company_id: str) -> Lookup[Collection[IntegrationFilter]]:
        """Which calls a company's integrations are told about."""
        account = self._account_id
        return self._keep(
            ("filters", company_id),
            lambda gateway: read_all(lambda page: gateway.integrations.filters_page(account, company_id, page)),
        )

    def notifications(self, kind: str | None) -> Lookup[Collection[Notification]]:
        """Every notification, or those sent in one way (`send_desktop`, `send_email`, `send_push`)."""
        account = self._account_id
        return self._keep(
            ("notifications", kind),
            lambda gateway: read_all(lambda page: gateway.notifications.page(account, page, notification_type=kind)),
        )

    def forget(self) -> None:
        """Read everything anew when it is next looked at."""
        for lookup in self._kept.values():
            lookup.close()
        self._kept.clear()

    def _keep(self, key: Hashable, run: Callable[[Gateway], Any]) -> Lookup[Any]:
        """The collection, asked for the first time it is looked at."""
        lookup = self._kept.get(key)
        if lookup is None:
            lookup = Lookup(self._worker, ("administration", self._account_id, key), run, lambda: self.changed())
            self._kept[key] = lookup
            lookup.ask()
        return lookup

    # Single ones ------------------------------------------------------------------------------------------------

    def account(self, account_id: str, changed: Callable[[], None]) -> Lookup[Account]:
        """One account."""
        return self._single(
            "account", account_id, lambda gateway: gateway.accounts.get(account_id, ACCOUNT_FIELDS), changed
        )

    def company(self, company_id: str, changed: Callable[[], None]) -> Lookup[Company]:
        """One company, with its verified caller ids."""
        account = self._account_id
        return self._single(
            "company", company_id, lambda gateway: gateway.companies.get(account, company_id, COMPANY_FIELDS), changed
        )

    def tracker(self, tracker_id: str, changed: Callable[[], None]) -> Lookup[Tracker]:
        """One tracker, with its campaign and swap targets."""
        account = self._account_id
        return self._single(
            "tracker", tracker_id, lambda gateway: gateway.trackers.get(account, tracker_id, TRACKER_FIELDS), changed
        )

    def user(self, user_id: str, changed: Callable[[], None]) -> Lookup[User]:
        """One user."""
        account = self._account_id
        return self._single("user", user_id, lambda gateway: gateway.users.get(account, user_id), changed)

    def integration(self, integration_id: str, changed: Callable[[], None]) -> Lookup[Integration]:
        """One integration."""
        account = self._account_id
        return self._single(
            "integration", integration_id, lambda gateway: gateway.integrations.get(account, integration_id), changed
        )

    def _single(
        self, what: str, record_id: str, run: Callable[[Gateway], Any], changed: Callable[[], None]
    ) -> Lookup[Any]:
        return Lookup(self._worker, ("administration", self._account_id, what, record_id), run, changed)
