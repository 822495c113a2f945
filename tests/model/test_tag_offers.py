"""What the tag picker offers, what toggling amounts to, and what each call gets of it."""

from __future__ import annotations

from callrail_tui.model.administration import Tag, decode_tag
from callrail_tui.model.call import Call, decode_call
from callrail_tui.model.edit import TagDelta
from callrail_tui.model.tag_offers import Mark, Offer, delta, offers, shared_out, toggled, words
from callrail_tui.model.tagging import COLORS


def tag(name: str, company: str | None = None, **more: object) -> Tag:
    return decode_tag({"id": f"{company}{name}", "name": name, "company_id": company, "color": "blue1", **more})


def call(*names: str, company: str | None = "COM1", **more: object) -> Call:
    return decode_call({"id": "CAL1", "company_id": company, "tags": list(names), **more})


TAGS = [tag("Vendor"), tag("Booked", "COM1"), tag("Quote", "COM2"), tag("Old", "COM1", status="disabled")]


def by_name(offered: list[Offer]) -> dict[str, Offer]:
    return {offer.name: offer for offer in offered}


def test_one_call_is_offered_what_its_company_can_use_most_used_first() -> None:
    offered = offers([call("booked", "Old", "Gone")], TAGS, {"vendor": 3, "gone": 9})
    assert [offer.name for offer in offered] == ["Gone", "Vendor", "Booked", "Old"]
    found = by_name(offered)
    assert (found["Booked"].mark, found["Vendor"].mark) == (Mark.ALL, Mark.NONE)
    assert found["Vendor"].background == COLORS["blue1"].background
    assert (found["Old"].trouble, found["Old"].companies) == ("disabled", frozenset())
    assert (found["Gone"].trouble, found["Gone"].mark) == ("not in the tag list", Mark.ALL)


def test_several_calls_have_a_tag_all_some_or_none_of_them() -> None:
    found = by_name(offers([call("Booked", "Vendor"), call("vendor"), call("Vendor", company="COM2")], TAGS, {}))
    assert [found[name].mark for name in ("Vendor", "Booked", "Quote")] == [Mark.ALL, Mark.SOME, Mark.NONE]
    assert found["Quote"].companies == {"COM2"}
    assert found["Vendor"].companies == {"COM1", "COM2"}


def test_toggling_comes_back_to_where_it_was() -> None:
    free, some, stuck = (
        Offer("a", Mark.NONE, frozenset({"COM1"})),
        Offer("b", Mark.SOME, frozenset({"COM1"})),
        Offer("c", Mark.SOME, frozenset()),
    )
    assert toggled(free, Mark.NONE) is Mark.ALL
    assert toggled(free, Mark.ALL) is Mark.NONE
    assert [toggled(some, mark) for mark in (Mark.SOME, Mark.ALL, Mark.NONE)] == [Mark.ALL, Mark.NONE, Mark.SOME]
    assert [toggled(stuck, mark) for mark in (Mark.SOME, Mark.NONE)] == [Mark.NONE, Mark.SOME]


def test_the_change_is_only_what_was_toggled() -> None:
    offered = offers([call("Booked"), call("Vendor")], TAGS, {})
    assert delta(offered, {}) == TagDelta()
    assert delta(offered, {"booked": Mark.SOME}) == TagDelta()
    change = delta(offered, {"booked": Mark.NONE, "vendor": Mark.ALL})
    assert change == TagDelta(("Vendor",), ("Booked",))
    assert words(change) == "+ Vendor − Booked"


def test_each_call_gets_what_it_needs_and_its_company_has() -> None:
    calls = [call("Booked"), call(), call(company="COM2"), call("Booked", "Old", company="COM2")]
    out = shared_out(TagDelta(("Booked",), ("Old",)), calls, TAGS)
    assert [(share.call, share.delta) for share in out.shares] == [
        (calls[1], TagDelta(("Booked",))),
        (calls[3], TagDelta((), ("Old",))),
    ]
    assert out.lacking == (calls[2],)


def test_a_created_name_is_for_every_company() -> None:
    calls = [call(), call(company="COM2"), call(company=None)]
    out = shared_out(TagDelta(("New",)), calls, TAGS, ["New"])
    assert len(out.shares) == 3
    assert out.lacking == ()


def test_of_a_call_whose_tags_were_not_read_any_may_be_taken_away() -> None:
    unread = decode_call({"id": "CAL1", "company_id": "COM1"})
    out = shared_out(TagDelta(("Booked",), ("Old",)), [unread], TAGS)
    assert out.shares[0].delta == TagDelta(("Booked",), ("Old",))
