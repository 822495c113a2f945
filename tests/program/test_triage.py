"""Judging from the keyboard, in a terminal and on a socket: what was pressed is what the gateway holds, and no more."""

from __future__ import annotations

from pathlib import Path

from callrail_tui.demo.pattern import Lead
from tests.program.driving import CANARY, position, served_arguments, start
from tests.program.served import Served, served
from tests.program.triaging import (
    OUTCOME,
    REVIEWED,
    Judged,
    Plan,
    call_id,
    calls_of,
    configure,
    gateway,
    judged,
    row_of,
)
from tests.terminal_process import TerminalProcess

SIZE = (120, 24)


def begin(folder: Path, server: Served, first: str, *, module: str = "callrail_tui") -> TerminalProcess:
    """The command on this server, once the list shows."""
    app = start(folder, *served_arguments(server.url), module=module, size=SIZE, MATON_API_KEY=CANARY)
    app.wait_text(first)
    app.wait(lambda: any("/tags.json" in path for path in server.paths), what="the tags are read")
    return app


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
    untouched = [index for index, call in plan.expected.items() if call[:3] == (Lead.NOT_SCORED, frozenset(), None)]
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
