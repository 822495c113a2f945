"""The PUT of a call, with every trap of it (wire 8.5, 17)."""

import re
from collections.abc import Mapping
from typing import Final

from callrail_tui.demo.account import Account
from callrail_tui.demo.calls import found_call
from callrail_tui.demo.callview import CallView
from callrail_tui.demo.edits import Triage
from callrail_tui.demo.fields import DEFAULTS, rendered
from callrail_tui.demo.pattern import Lead
from callrail_tui.demo.replies import ApiError, Reply, answer
from callrail_tui.demo.request import Request

_LEADS: Final[dict[object, Lead]] = {
    "good_lead": Lead.GOOD,
    "not_a_lead": Lead.NOT_A_LEAD,
    None: Lead.NOT_SCORED,
    "": Lead.NOT_SCORED,
}
_MONEY: Final = re.compile(r"\$?\d{1,9}(\.\d{1,2})?")
_TAG_KEYS: Final = ("tags", "tag_list")


async def update_call(account: Account, request: Request) -> Reply:
    """Apply what the body names, all or nothing; answer the default fields only."""
    body = request.json_object()
    call = found_call(account, account.book(), request)
    triage = call.triage
    if "value" in body:
        if account.settings.value_fails:
            raise ApiError(500, "Internal Server Error")
        triage = triage._replace(value=_value(body["value"]))
    if "note" in body:
        triage = triage._replace(note=_text(body["note"], "note"))
    if "lead_status" in body:
        triage = triage._replace(lead=_lead(body["lead_status"], call.scene.book.unedited(call.index).lead))
    name = _text(body["customer_name"], "customer_name") if "customer_name" in body else call.name
    names = _tag_names(account, body)
    if names is not None:
        triage = triage._replace(tags=_tags(account, call, triage, names, append=body.get("append_tags") is True))
    _save(account, call, triage._replace(spam=body.get("spam") is True), name)
    return answer(_shown(account, call))


def _save(account: Account, call: CallView, triage: Triage, name: str | None) -> None:
    if triage != call.triage:
        account.edits.save(call.index, triage)
    if name != call.name:
        account.edits.rename(call.caller.first, name)


def _shown(account: Account, call: CallView) -> dict[str, object]:
    """The call as it is now; a hidden one is shown this last time."""
    book = account.book()
    return rendered(account.scene(book).view(call.index, book.row(call.index) or call.row), DEFAULTS)


def _lead(value: object, computed: Lead) -> Lead:
    """The new status; that an earlier call of the person was good is computed, and shows again when cleared."""
    if not isinstance(value, str | None) or value not in _LEADS:
        raise ApiError(400, "Lead status is not included in the list")
    wanted = _LEADS[value]
    if computed is not Lead.PREVIOUSLY:
        return wanted
    if wanted is Lead.GOOD:
        raise ApiError(400, "This lead was previously marked as a good lead")
    return computed if wanted is Lead.NOT_SCORED else wanted


def _text(value: object, name: str) -> str | None:
    if not isinstance(value, str | None):
        raise ApiError(400, f"{name} must be a string")
    return value or None


def _value(value: object) -> int | str | None:
    """A number, or text with or without the dollar sign; kept as the wire gives it back."""
    if value is None or value == "":
        return None
    text = str(value).strip().replace(",", "") if isinstance(value, str | int | float) else ""
    if isinstance(value, bool) or not _MONEY.fullmatch(text):
        raise ApiError(400, "Value is not a number")
    amount = float(text.lstrip("$"))
    return int(amount) if amount.is_integer() else f"{amount:.2f}"


def _tag_names(account: Account, body: Mapping[str, object]) -> list[str] | None:
    """The names under the key that this account reads; None when the body names no tags."""
    accepted = _TAG_KEYS if account.settings.tag_key == "both" else (account.settings.tag_key,)
    for key in _TAG_KEYS:
        if key in body and key not in accepted and account.settings.other_tag_key == "refused":
            raise ApiError(400, f"Unknown parameter: {key}")
    for key in accepted:
        if key in body:
            return _checked_names(body[key])
    return None


def _checked_names(value: object) -> list[str]:
    if value is None or value == "":
        return []
    if not isinstance(value, list) or not all(isinstance(name, str) and name.strip() for name in value):
        raise ApiError(400, "Tags must be a list of names")
    return [name.strip() for name in value]


def _tags(account: Account, call: CallView, triage: Triage, names: list[str], *, append: bool) -> tuple[int, ...]:
    """The new set: disabled tags stay where they are but are not given anew; unknown names become company tags."""
    held = [tag for tag_id in triage.tags if (tag := account.tags.get(tag_id))]
    wanted = list(triage.tags) if append else []
    unknown: list[str] = []
    for name in names:
        tag = next((tag for tag in held if tag.name.casefold() == name.casefold()), None)
        tag = tag or account.tags.usable(name, call.company.ordinal)
        if tag is None:
            unknown.append(name)
        elif tag.disabled and tag not in held:
            raise ApiError(400, f"Tag {name} is disabled")
        else:
            wanted.append(tag.id)
    for name in dict.fromkeys(unknown):
        tag = account.tags.usable(name, call.company.ordinal)
        tag = tag or account.tags.add(name, call.company.ordinal, "gray1", account.clock())
        wanted.append(tag.id)
    return tuple(dict.fromkeys(wanted))
