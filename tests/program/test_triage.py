"""Judging from the keyboard, in a terminal and on a socket: what was pressed is what the gateway holds, and no more."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from callrail_tui.demo.pattern import Lead
from tests.program.driving import concurrently, position
from tests.program.judging import Plan
from tests.program.served import Served, served
from tests.program.triaging import (
    OUTCOME,
    REVIEWED,
    UNTOUCHED,
    Judged,
    all_sent,
    begin,
    call_id,
    calls_of,
    company_of,
    configure,
    gateway,
    judged,
    row_of,
    status,
)
from tests.terminal_process import TerminalProcess


def test_a_hundred_calls_from_the_keyboard(tmp_path: Path) -> None:
    demo = gateway(calls=100, seed=4)
    account = demo.accounts[0]
    plan = Plan(account, 1)
    untouched = [index for index, call in plan.expected.items() if call[:3] == UNTOUCHED]
    configure(tmp_path, f'hold = 0.2\nspam_hold = 5\nreviewed_tag = "{REVIEWED}"\n{OUTCOME}')
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
                app.wait_text("Lead       not scored")
            hold_down(app, "+")
            app.wait_text("held down")
            app.wait(lambda: re.search(r"\b[12] pending", status(app)) is not None, what="one or two are pending")
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
