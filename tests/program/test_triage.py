"""Judging from the keyboard, in a terminal and on a socket: what was pressed is what the gateway holds, and no more."""

from __future__ import annotations

import json
import re
import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from callrail_tui.demo import DemoApp
from callrail_tui.demo.account import Account
from callrail_tui.demo.pattern import Lead
from tests.program.driving import CANARY, concurrently, position, served_arguments, start
from tests.program.served import Message, Served, served
from tests.program.triaging import (
    OUTCOME,
    REVIEWED,
    Judged,
    Plan,
    call_id,
    calls_of,
    company_of,
    configure,
    gateway,
    judged,
    row_of,
)
from tests.terminal_process import TerminalProcess

SIZE = (120, 24)
UNTOUCHED = (Lead.NOT_SCORED, frozenset(), None)
"""Lead status, tags and note of a call that `W` works."""
GOOD = {"lead_status": "good_lead"}


@contextmanager
def begin(folder: Path, server: Served, first: str, *, module: str = "callrail_tui") -> Iterator[TerminalProcess]:
    """The command on this server, once the list shows; it is quit at the end."""
    with start(folder, *served_arguments(server.url), module=module, size=SIZE, MATON_API_KEY=CANARY) as app:
        app.wait_text(first)
        yield app
        if app.returncode is None:
            app.send("q")
            assert app.wait_exit() == 0


def status(app: TerminalProcess) -> str:
    """The status line."""
    return app.text.splitlines()[-1]


def all_sent(app: TerminalProcess) -> None:
    """Until nothing is pending."""
    app.wait(lambda: "pending" not in status(app), what="nothing pending")


def test_a_hundred_calls_from_the_keyboard(tmp_path: Path) -> None:
    demo = gateway(calls=100, seed=4)
    account = demo.accounts[0]
    plan = Plan(account, 1)
    untouched = [index for index, call in plan.expected.items() if call[:3] == UNTOUCHED]
    configure(tmp_path, f'hold = 0.2\nspam_hold = 3\nreviewed_tag = "{REVIEWED}"\n{OUTCOME}')
    with served(demo) as server, begin(tmp_path, server, "1 of 100", module="tests.program.brisk") as app:
        app.send("W")
        app.wait_text(f" 0/{len(untouched)} done")
        app.wait(lambda: " 1 " in app.text.splitlines()[-2], what="the favourites")
        for done, index in enumerate(reversed(untouched), 1):
            app.send(plan.card(index))
            app.wait_text(f" {done}/{len(untouched)} done")
        app.send("q")
        app.wait_text("1 of 100")
        for index in reversed(calls_of(account)):
            row = row_of(account, index)
            if row == 98:
                all_sent(app)
            if index not in untouched:
                app.send(plan.row(index, spam=row < 98))
            if row < 100:
                app.send("j")
                app.wait(lambda row=row: position(app) == f"{row + 1} of 100", what=f"row {row + 1}")
        app.send("q")
        assert app.wait_exit() == 0
    wrong = [
        f"{index} {name}: {held}, not {wanted}; {plan.keys[index]!r}"
        for index in calls_of(account)
        for name, wanted, held in zip(Judged._fields, plan.expected[index], judged(account, index), strict=True)
        if wanted != held
    ]
    assert not wrong, "\n".join(wrong)
    check_writes(server, {call_id(account, index): plan.fields[index] for index in calls_of(account)})


def check_writes(server: Served, fields: dict[str, set[str]]) -> None:
    """Nothing but PUTs of calls, and in each only what was changed of its call; value and spam alone."""
    tag_keys = set()
    for method, path, body in server.writes:
        assert method == "PUT"
        changed = fields[path.rsplit("/", 1)[1].removesuffix(".json")]
        names = set(body)
        tag_keys |= names & {"tags", "tag_list"}
        plain = {"tags" if name == "tag_list" else name for name in names - {"append_tags"}}
        assert plain <= changed, (path, body, changed)
        assert plain.isdisjoint({"value", "spam"}) or len(plain) == 1
    assert tag_keys == {"tag_list"}


def test_a_note_in_one_write_is_that_note_and_nothing_else(tmp_path: Path) -> None:
    text = "call back 4-5 pm! q W 123"
    for place in ("", "W"):
        demo = gateway(calls=40)
        account = demo.accounts[0]
        bare = [
            index for index in calls_of(account) if judged(account, index)[:3] == (Lead.NOT_SCORED, frozenset(), None)
        ]
        before = {index: judged(account, index) for index in calls_of(account)}
        folder = tmp_path / f"place {place}"
        configure(folder, "hold = 0.2\n")
        with served(demo) as server, begin(folder, server, "1 of 40") as app:
            if place:
                app.send("W")
                app.wait_text(f" 0/{len(bare)} done")
            else:
                app.send(f"#{row_of(account, bare[-1])}\r")
                app.wait_text(f"{row_of(account, bare[-1])} of 40")
            app.send(f"n{text}\r")
            app.wait(lambda server=server: bool(server.writes), what="the note is sent")
            all_sent(app)
            assert "left out" not in app.text
            shown = f" 0/{len(bare)} done" if place else f"{row_of(account, bare[-1])} of 40"
            assert shown in app.text
            if place:
                app.send("q")
                app.wait_text("1 of 40")
            app.send("q")
            assert app.wait_exit() == 0
        changed = {index: judged(account, index) for index in before if judged(account, index) != before[index]}
        assert changed == {bare[-1]: before[bare[-1]]._replace(note=text)}
        assert [write.body for write in server.writes] == [{"note": text}]


def hold_down(app: TerminalProcess, key: str) -> None:
    """Two seconds of a key at 30 a second."""
    for _ in range(60):
        app.send(key)
        app.listen(1 / 30)


def test_a_held_key_stops_and_one_undo_takes_it_all_back(tmp_path: Path) -> None:
    def hold(place: str) -> None:
        demo = gateway(calls=40)
        folder = tmp_path / f"place {place}"
        configure(folder, "hold = 60\n")
        with served(demo) as server, begin(folder, server, "1 of 40") as app:
            if place:
                app.send("W")
                app.wait_text(" 0/")
            hold_down(app, "+")
            app.wait_text("held down")
            assert re.search(r"\b[12] pending", status(app)), status(app)
            if place:
                assert re.search(r" [12]/\d+ done", app.text)
            else:
                assert position(app) == "1 of 40"
            app.send("u")
            all_sent(app)
            if place:
                app.wait_text(" 0/")
                app.send("q")
                app.wait_text("1 of 40")
            app.send("q")
            assert app.wait_exit() == 0
            assert server.writes == []

    concurrently(hold, ("", "W"))


def test_marks_of_one_company_are_decided_and_not_the_call_under_the_cursor(tmp_path: Path) -> None:
    demo = gateway(calls=20)
    account = demo.accounts[0]
    before = {index: judged(account, index) for index in calls_of(account)}
    often = Counter(company_of(account, index) for index in before if before[index].lead is Lead.NOT_SCORED)
    company = often.most_common(1)[0][0]
    own = [index for index in before if company_of(account, index) == company]
    marked = [index for index in reversed(own) if before[index].lead is Lead.NOT_SCORED][:5]
    other = next(index for index in before if company_of(account, index) != company)
    assert len(marked) == 5
    configure(tmp_path, "hold = 0.2\n")
    with served(demo) as server, begin(tmp_path, server, "1 of 20") as app:
        for index in marked:
            app.send(f"#{row_of(account, index)}\r ")
        app.wait_text("5 marked: keys act on the MARKED")
        app.send(f"#{row_of(account, other)}\r")
        app.wait_text(f"{row_of(account, other)} of 20")
        app.send("-")
        app.wait(lambda: len(server.writes) == 5, what="five are sent")
        all_sent(app)
    for index, call in before.items():
        wanted = call._replace(lead=Lead.NOT_A_LEAD) if index in marked else call
        assert judged(account, index) == wanted, index
    assert [write.body for write in server.writes] == [{"lead_status": "not_a_lead"}] * 5


def unscored(account: Account) -> int:
    """The newest call that nobody has scored."""
    return next(index for index in reversed(calls_of(account)) if judged(account, index).lead is Lead.NOT_SCORED)


def test_quitting_inside_the_hold_sends_first(tmp_path: Path) -> None:
    demo = gateway(calls=20)
    account = demo.accounts[0]
    configure(tmp_path, "hold = 60\n")
    with served(demo) as server, begin(tmp_path, server, "1 of 20") as app:
        app.send(f"#{row_of(account, unscored(account))}\r+")
        app.wait_text("1 pending")
        assert server.writes == []
        app.send("q")
        assert app.wait_exit() == 0
        assert [write.body for write in server.writes] == [GOOD]
        assert b"stays in the outbox" not in app.raw


def test_spam_in_its_grace_is_kept_for_the_next_start(tmp_path: Path) -> None:
    demo = gateway(calls=20)
    account = demo.accounts[0]
    with served(demo) as server:
        configure(tmp_path, "hold = 0.2\nspam_hold = 60\n")
        with begin(tmp_path, server, "1 of 20") as app:
            app.send("!!")
            app.wait_text("1 pending")
            app.send("q")
            assert app.wait_exit() == 0
        with begin(tmp_path, server, "1 of 20") as app:
            app.wait_text("1 call decided last time")
            app.wait(lambda: re.search(r"\b(60|59|58|57) ?s\b", app.text) is not None, what="a fresh grace")
            app.send("q")
            assert app.wait_exit() == 0
        assert server.writes == []
        configure(tmp_path, "hold = 0.2\nspam_hold = 1\n")
        with begin(tmp_path, server, "1 of 20") as app:
            app.wait_text("1 call decided last time")
            app.wait(lambda: bool(server.writes), what="the report is sent")
            all_sent(app)
        with begin(tmp_path, server, "1 of 19") as app:
            app.send("q")
            assert app.wait_exit() == 0
        assert [write.body for write in server.writes] == [{"spam": True}]
    assert judged(account, len(calls_of(account)) - 1).spam


class Stalling:
    """The gateway, whose PUTs are not looked at until they may be."""

    def __init__(self, demo: DemoApp) -> None:
        self.stalls = True
        self._demo = demo

    async def __call__(self, scope: Message, receive: Any, send: Any) -> None:
        """Leave a PUT where it is for as long as its sender stays."""
        if self.stalls and scope["method"] == "PUT":
            while (await receive())["type"] != "http.disconnect":
                pass
            return
        await self._demo(scope, receive, send)


def test_a_second_q_leaves_the_rest_which_the_next_start_sends_once(tmp_path: Path) -> None:
    demo = gateway(calls=20)
    account = demo.accounts[0]
    calls = [index for index in reversed(calls_of(account)) if judged(account, index).lead is Lead.NOT_SCORED][:5]
    stalling = Stalling(demo)
    configure(tmp_path, "hold = 60\n")
    with served(stalling) as server:
        with begin(tmp_path, server, "1 of 20") as app:
            for sign, index in zip("+-+-+", calls, strict=True):
                app.send(f"#{row_of(account, index)}\r{sign}")
            app.wait_text("5 pending")
            app.send("q")
            app.wait_text("Sending 5 decisions")
            app.wait(lambda: bool(server.writes), what="a PUT is on the wire")
            app.send("q")
            assert app.wait_exit() == 0
            assert b"5 decisions stay in the outbox" in app.raw
        assert not [one for one in demo.log if one.method == "PUT"]
        stalling.stalls = False
        configure(tmp_path, "hold = 0.2\n")
        with begin(tmp_path, server, "1 of 20") as app:
            app.wait_text("5 calls decided last time")
            app.wait(lambda: sum(one.method == "PUT" for one in demo.log) == 5, what="the rest is sent")
            all_sent(app)
    leads = [judged(account, index).lead for index in calls]
    assert leads == [Lead.GOOD, Lead.NOT_A_LEAD, Lead.GOOD, Lead.NOT_A_LEAD, Lead.GOOD]
    put = [one.path for one in demo.log if one.method == "PUT"]
    assert len(put) == len(set(put)) == 5


def test_killed_once_the_decision_is_drawn_it_is_sent_at_the_next_start_once(tmp_path: Path) -> None:
    demo = gateway(calls=20)
    account = demo.accounts[0]
    call = unscored(account)
    with served(demo) as server:
        configure(tmp_path, "hold = 60\n")
        with begin(tmp_path, server, "1 of 20") as app:
            app.send(f"#{row_of(account, call)}\r+")
            app.wait_text("+ good lead")
            app.wait_text("1 pending")
            app.signal(signal.SIGKILL)
            assert app.wait_exit() == -signal.SIGKILL
        assert server.writes == []
        configure(tmp_path, "hold = 0.2\n")
        for start in range(2):
            with begin(tmp_path, server, "1 of 20") as app:
                if not start:
                    app.wait_text("1 call decided last time")
                    app.wait(lambda: bool(server.writes), what="it is sent")
                all_sent(app)
                assert ("decided last time" in app.raw.decode()) == (not start)
        assert [write.body for write in server.writes] == [GOOD]
    assert judged(account, call).lead is Lead.GOOD


def test_judging_87_calls_costs_less_than_three_requests_a_call(tmp_path: Path) -> None:
    """At most 3 were promised for status, tag and note; here it is one read and one PUT, and a look at the first tag.

    From the cards of `W` it is three: the whole call is read for the card, and the fields again before the PUT.
    """
    demo = gateway(calls=87)
    account = demo.accounts[0]
    configure(tmp_path, "hold = 2\n")
    with served(demo) as server, begin(tmp_path, server, "1 of 87", module="tests.program.brisk") as app:
        app.send("1")
        app.wait(lambda: "on their way" in app.text, what="the first tag asks for the tags")
        app.wait(lambda: any(one.path.endswith("/tags.json") for one in demo.log), what="the tags are read")
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
