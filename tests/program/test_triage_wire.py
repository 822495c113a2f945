"""What judging puts on the wire: tags of others stay, no POST is repeated, and how many requests it costs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from callrail_tui.demo.account import Account
from callrail_tui.demo.pattern import Lead
from tests.program.driving import position
from tests.program.served import Message, served
from tests.program.triaging import (
    all_sent,
    begin,
    call_id,
    calls_of,
    configure,
    gateway,
    judged,
    row_of,
    status,
)


def as_a_colleague(url: str, account: Account, index: int, body: dict[str, Any]) -> None:
    """Change a call as somebody else does, by another way to the same gateway."""
    path = f"/callrail/v3/a/{account.id}/calls/{call_id(account, index)}.json"
    headers = {"authorization": "Bearer another-key", "content-type": "application/json"}
    with urlopen(Request(url + path, json.dumps(body).encode(), headers, method="PUT")) as answer:
        assert answer.status == 200


def test_tags_of_others_survive(tmp_path: Path) -> None:
    """One tag is added, one taken away, while a colleague adds another to each of the two calls."""
    demo = gateway(calls=20)
    account = demo.accounts[0]
    held = {index: judged(account, index).tags for index in reversed(calls_of(account))}
    bare = next(index for index, tags in held.items() if not tags)
    tagged = next(index for index, tags in held.items() if "Opportunity" in tags)
    configure(tmp_path, "hold = 60\n")
    with served(demo) as elsewhere, served(demo) as server:
        with begin(tmp_path, server, "1 of 20") as app:
            app.send(f"#{row_of(account, bare)}\rtFollow up\r\r")
            app.wait_text("1 pending")
            app.send(f"#{row_of(account, tagged)}\rtOpportunity\r\r")
            app.wait_text("2 pending")
            for index in (bare, tagged):
                as_a_colleague(elsewhere.url, account, index, {"tag_list": ["Vendor"], "append_tags": True})
        assert judged(account, bare).tags == {"Follow up", "Vendor"}
        assert judged(account, tagged).tags == held[tagged] - {"Opportunity"} | {"Vendor"}
        bodies = [write.body for write in server.writes]
    assert {"tag_list": ["Follow up"], "append_tags": True} in bodies
    assert [sorted(body.get("tag_list", ())) for body in bodies if "append_tags" not in body] == [
        sorted(judged(account, tagged).tags)
    ]


def test_a_post_whose_answer_is_lost_is_not_repeated(tmp_path: Path) -> None:
    demo = gateway(calls=20)
    account = demo.accounts[0]

    async def losing(scope: Message, receive: Any, send: Any) -> None:
        """Do what a POST asks for, and say nothing of it."""

        async def lost(message: Message) -> None:
            if message["type"] == "http.response.start":
                await send({**message, "status": 502, "headers": []})
            else:
                await send({"type": "http.response.body", "body": b""})

        await demo(scope, receive, lost if scope["method"] == "POST" else send)

    with served(losing) as server, begin(tmp_path, server, "1 of 20") as app:
        app.send("T")
        app.wait_text("30 tags")
        app.send("aQuote sent\r\r\r")  # Its name, whose it is, and done.
        app.wait_text("31 tags")
        app.send("q")
        app.wait_text("1 of 20")
    assert [write.method for write in server.writes] == ["POST"]
    assert [tag.name for tag in account.tags].count("Quote sent") == 1


def test_judging_87_calls_costs_less_than_three_requests_a_call(tmp_path: Path) -> None:
    """At most 3 were promised for status, tag and note; here it is one read and one PUT, and a look at the first tag.

    From the cards of `W` it is three and a bit (221 for 73 cards): the whole call is read for the card, and the fields
    again before the PUT.
    """
    demo = gateway(calls=87)
    account = demo.accounts[0]
    configure(tmp_path, "hold = 2\n")
    with served(demo) as server, begin(tmp_path, server, "1 of 87", module="tests.program.brisk") as app:
        app.send("t")
        app.wait_text("[ ]")
        app.send("\x1b")
        app.wait(lambda: "[ ]" not in app.text, what="the picker is left")
        opened = len(server.seen) - 1
        keys = {}
        for index in reversed(calls_of(account)):
            row, lead = row_of(account, index), judged(account, index).lead
            keys[index] = "-" if lead is Lead.GOOD or (lead is Lead.NOT_SCORED and index % 2) else "+"
            app.send(f"{keys[index]}1n line {index}\n")
            if row < 87:
                app.send("j")
                app.wait(lambda row=row: position(app) == f"{row + 1} of 87", what=f"row {row + 1}")
        app.wait(lambda: "pending" in status(app))
        all_sent(app)
        spent = len(server.seen) - opened
    for index, key in keys.items():
        call = judged(account, index)
        assert call.lead is {"+": Lead.GOOD, "-": Lead.NOT_A_LEAD}[key], index
        assert (call.note or "").endswith(f"line {index}"), index
    assert len(server.writes) >= 87
    assert spent <= 3 * 87
