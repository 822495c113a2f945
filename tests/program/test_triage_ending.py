"""What was decided survives the end: `q` inside the hold, a second `q`, spam in its grace, a kill."""

from __future__ import annotations

import re
import signal
from pathlib import Path
from typing import Any

from callrail_tui.demo import DemoApp
from callrail_tui.demo.pattern import Lead
from tests.program.served import Message, served
from tests.program.triaging import (
    GOOD,
    all_sent,
    begin,
    calls_of,
    configure,
    gateway,
    judged,
    row_of,
    unscored,
)


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
