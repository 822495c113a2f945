"""Hostile text in every field of every answer, walked through every place that shows it, in real terminals."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from tests.hostile import PAYLOADS
from tests.program.driving import CANARY, quit_well, served_arguments, settle, start, state_of
from tests.program.grammar import foreign
from tests.program.hostile_gateway import NAMES, HostileGateway
from tests.program.served import served
from tests.terminal_process import TerminalProcess

RUNS = 4
TOTAL = f"{len(NAMES):,}"


def walk_the_calls(app: TerminalProcess, run: int) -> None:
    """List, detail, raw, links, conversation, pages and copy of every call whose turn it is in this run."""
    for row in range(run + 1, len(NAMES) + 1, RUNS):
        app.send(f"#{row}\r\r")
        app.wait(lambda row=row: f" {row} of {TOTAL}" in app.text and "h To the list" in app.text)
        for keys in ("J", "Jo", "qR", "qV", "qyn"):
            app.send(keys)
            settle(app, 0.1)
        app.send("\r\rh")
        app.wait_text("enter Open")


def walk_the_questions(app: TerminalProcess, run: int) -> None:
    """Errors in the server's words, chips from the tree and from tags, the palette."""
    for number in range(run, len(NAMES), RUNS):
        app.send(f"/\x15refuse{number}\r")
        app.wait_text(f"search refuse{number} x")
        app.wait_text("The server said:")
        settle(app, 0.1)
    app.send("Xall\r")
    app.wait_text(f"1 of {TOTAL}")
    app.send("h")
    for _ in range(6):
        app.send("jl")
        settle(app, 0.1)
        app.send("\r")
        settle(app, 0.1)
        app.send("h")
    app.send("\r")
    app.send("f")
    for _ in range(4):
        app.send("\x1b[6~ ")
        settle(app, 0.1)
    app.send("\r")
    settle(app, 0.1)
    app.send("N")
    app.wait_text("Connections · all")
    settle(app, 0.1)
    app.send("CA")
    for words in ("Accounts", "Users", "Integrations", "Notifications"):
        app.wait_text("Account · ")
        settle(app, 0.1)
        assert words in app.text
        app.send("\t")
    app.send("CI")
    app.wait_text("Insights · by source")
    for _ in range(8):
        app.send("b")
        settle(app, 0.1)
    app.send("\t\tC:")
    app.wait_text("Do what?")
    settle(app, 0.1)
    app.send("calls\r")
    app.wait_gone("Do what?")
    for name in NAMES[run::RUNS]:
        payload = PAYLOADS[name][:300].encode("utf-8", "replace")
        app.send(b"/\x15\x1b[200~" + payload + b"\x1b[201~\r")
        settle(app, 0.1)


def run_through(case: tuple[int, Path]) -> None:
    """One life with a part of the payloads."""
    run, folder = case
    told = folder.parent / f"hits-{run}"
    with served(HostileGateway(run * len(NAMES) // RUNS)) as server:
        arguments = (told, *served_arguments(server.url))
        with start(
            folder, *arguments, module="tests.program.guarded", size=(120, 36), MATON_API_KEY="key-0123456789"
        ) as app:
            app.wait_text(f"1 of {TOTAL}")
            settle(app, 0.1)
            walk_the_calls(app, run)
            walk_the_questions(app, run)
            quit_well(app)
            assert foreign(app.raw) == []
            assert told.read_text() == "0", (state_of(folder) / "callrail-tui.log").read_text()
            assert CANARY not in app.text


def test_nothing_acts(tmp_path: Path) -> None:
    cases = [(run, tmp_path / str(run)) for run in range(RUNS)]
    with ProcessPoolExecutor(RUNS, mp_context=get_context("spawn")) as pool:  # gateways and screens need a core each
        list(pool.map(run_through, cases))


def test_the_tokeniser_sees_what_is_not_ours() -> None:
    for name in ("osc 52 bel", "osc 8 link", "csi clear", "ris", "dcs", "apc", "c1 csi", "bidi override", "nul"):
        assert foreign(PAYLOADS[name].encode()), name
    assert foreign(b"\x1b[?1049h\x1b[1;2Htext\x1b[m\x1b[?1049l") == []
    assert foreign(b"\x1b[?1049l" * 2) != []
