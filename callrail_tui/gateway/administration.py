"""Tags, users, integrations and notifications (wire 12 to 15)."""

from __future__ import annotations

from callrail_tui.gateway.pages import paged, read_page
from callrail_tui.gateway.targets import callrail, given
from callrail_tui.gateway.wire import Wire
from callrail_tui.model.administration import (
    Integration,
    IntegrationFilter,
    Notification,
    Tag,
    User,
    decode_integration,
    decode_integration_filter,
    decode_notification,
    decode_tag,
    decode_user,
)
from callrail_tui.model.page import Page
from callrail_tui.model.read import Json


class Tags:
    """`gateway.tags` (wire 12)."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def page(
        self,
        account_id: str,
        page: int = 1,
        *,
        company_id: str | None = None,
        status: str | None = None,
        tag_level: str | None = None,
    ) -> Page[Tag]:
        """A page of tags; `tag_level="account"` and `company_id` may not be combined."""
        params = paged(page, given(company_id=company_id, status=status, tag_level=tag_level))
        return await read_page(
            self._wire, callrail("a/{}/tags", account_id, params=params), "tags", decode_tag, page=page
        )

    async def create(self, account_id: str, body: Json) -> Tag:
        """A new tag."""
        return decode_tag(await self._wire.post(callrail("a/{}/tags", account_id), body))

    async def update(self, account_id: str, tag_id: str, body: Json) -> Tag:
        """Rename, recolour, enable or disable a tag, everywhere it is used."""
        return decode_tag(await self._wire.put(callrail("a/{}/tags/{}", account_id, tag_id), body))

    async def delete(self, account_id: str, tag_id: str) -> None:
        """Delete a tag, which strips it from everything that has it."""
        await self._wire.delete(callrail("a/{}/tags/{}", account_id, tag_id))


class Users:
    """`gateway.users` (wire 13)."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def page(
        self, account_id: str, page: int = 1, *, company_id: str | None = None, search: str | None = None
    ) -> Page[User]:
        """A page of users."""
        params = paged(page, given(company_id=company_id, search=search))
        return await read_page(
            self._wire, callrail("a/{}/users", account_id, params=params), "users", decode_user, page=page
        )

    async def get(self, account_id: str, user_id: str) -> User:
        """One user."""
        return decode_user(await self._wire.get(callrail("a/{}/users/{}", account_id, user_id)))


class Integrations:
    """`gateway.integrations` (wire 14)."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def page(self, account_id: str, company_id: str, page: int = 1) -> Page[Integration]:
        """A page of a company's integrations; the company is required."""
        params = paged(page, given(company_id=company_id))
        target = callrail("a/{}/integrations", account_id, params=params)
        return await read_page(self._wire, target, "integrations", decode_integration, page=page)

    async def get(self, account_id: str, integration_id: str) -> Integration:
        """One integration."""
        return decode_integration(await self._wire.get(callrail("a/{}/integrations/{}", account_id, integration_id)))

    async def filters_page(self, account_id: str, company_id: str, page: int = 1) -> Page[IntegrationFilter]:
        """A page of a company's integration filters; the company is required."""
        params = paged(page, given(company_id=company_id))
        target = callrail("a/{}/integration_triggers", account_id, params=params)
        return await read_page(self._wire, target, "integration_criteria", decode_integration_filter, page=page)


class Notifications:
    """`gateway.notifications` (wire 15)."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def page(
        self,
        account_id: str,
        page: int = 1,
        *,
        user_id: str | None = None,
        email: str | None = None,
        notification_type: str | None = None,
    ) -> Page[Notification]:
        """A page of notifications; a server may ignore the filters, so they are to be applied again."""
        params = paged(page, given(user_id=user_id, email=email, notification_type=notification_type))
        target = callrail("a/{}/notifications", account_id, params=params)
        return await read_page(self._wire, target, "notifications", decode_notification, page=page)

    async def create(self, account_id: str, body: Json) -> Notification:
        """A new notification; without a user or an e-mail address it is the token's own user's."""
        return decode_notification(await self._wire.post(callrail("a/{}/notifications", account_id), body))

    async def update(self, account_id: str, notification_id: str, body: Json) -> Notification:
        """Change a notification."""
        return decode_notification(
            await self._wire.put(callrail("a/{}/notifications/{}", account_id, notification_id), body)
        )

    async def delete(self, account_id: str, notification_id: str) -> None:
        """Delete a notification."""
        await self._wire.delete(callrail("a/{}/notifications/{}", account_id, notification_id))
