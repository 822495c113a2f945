"""An outcome's key: one act of several changes, for the calls whose company it is for."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any, cast

import pytest
from textual import events
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Static

from callrail_tui.demo import DemoSettings, create_app
from callrail_tui.errors import CallrailTuiError
from callrail_tui.keymap import TRIAGE
from callrail_tui.model.call import Call, decode_call
from callrail_tui.model.edit import Change
from callrail_tui.model.outcome import Outcome
from callrail_tui.screens.outcomes import OutcomeKeys, with_outcomes
from callrail_tui.session.directory import Directory
from callrail_tui.session.session import Session
from callrail_tui.terminal.typing_ahead import TypingSafety
from tests.session.connected import connect, read_directory

QUOTE = Outcome("quote", "Q", "good_lead", ("opportunity",), "Wants a quote.")


class Journal:
    """Edits in memory: what was decided, as acts."""

    def __init__(self) -> None:
        self.acts: list[tuple[str, list[Change]]] = []
        self.refusal: CallrailTuiError | None = None

    def decide(self, changes: Iterable[Change], *, words: str, **_: object) -> int:
        if self.refusal is not None:
            raise self.refusal
        self.acts.append((words, list(changes)))
        return len(self.acts)


class Card(OutcomeKeys):
    """A screen with calls that keys act on."""

    def __init__(self, session: Any, calls: Sequence[Call]) -> None:
        super().__init__()
        self.session = cast(Session, session)
        self.calls = list(calls)
        self.advanced = 0
        self.told: list[str] = []

    def compose(self) -> Iterable[Static]:
        yield Static("card")

    def targets(self) -> Sequence[Call]:
        return self.calls

    def after_decision(self, *, advances: bool) -> None:
        self.advanced += advances
        del self.calls[:1]

    def notify(self, message: str, **options: Any) -> None:
        assert options["markup"] is False
        self.told.append(message)


class Places(TypingSafety[None]):
    """An app that shows one card."""

    def __init__(self, card: Card) -> None:
        super().__init__()
        self.card = card

    def on_mount(self) -> None:
        self.push_screen(self.card)


def call(number: int, company: str, name: str | None = None, **fields: Any) -> Call:
    return decode_call({"id": f"CAL{number}", "company_id": company, "company_name": name, **fields})


@asynccontextmanager
async def card_of(
    calls: Sequence[Call], *outcomes: Outcome, directory: Directory | None = None
) -> AsyncIterator[tuple[Card, Journal, Pilot[None]]]:
    journal = Journal()
    nothing = SimpleNamespace(tags=lambda: None, company=lambda _: None, companies=())
    card = with_outcomes(Card, outcomes, TRIAGE)(SimpleNamespace(edits=journal, directory=directory or nothing), calls)
    app: App[None] = Places(card)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert app.screen is card
        yield card, journal, pilot


async def test_one_key_is_one_act() -> None:
    async with card_of([call(1, "COM1", note="Hello.")], QUOTE) as (card, journal, pilot):
        await pilot.press("Q")
        await pilot.pause()
        ((words, made),) = journal.acts
        assert words == "quote"
        assert [one.field for one in made] == ["lead_status", "tags", "note"]
        assert card.advanced == 1
        assert card.told == []


async def test_the_key_after_an_outcome_waits_for_it_as_for_every_decision() -> None:
    async with card_of([call(1, "COM1")], QUOTE) as (_, __, pilot):
        app = cast(Places, pilot.app)
        for key, told in (("Q", False), ("K", None)):
            event = events.Key(key, key)
            assert app._telling(event, app._bound(event)) is told


async def test_keys_in_one_write_act_on_one_call_each() -> None:
    calls = [call(number, "COM1") for number in range(1, 4)]
    only = Outcome("a", "Q", "good_lead")
    async with card_of(calls, only, Outcome("b", "§", "not_a_lead")) as (card, journal, pilot):
        card.calls = calls[:]
        card.targets = lambda: card.calls[:1]  # type: ignore[method-assign]
        for key, character in (("Q", "Q"), ("section_sign", "§"), ("Q", "Q")):
            pilot.app.post_message(events.Key(key, character))
        while len(journal.acts) < 3:
            await pilot.pause()
        assert [(words, made[0].call_id) for words, made in journal.acts] == [
            ("a", "CAL1"),
            ("b", "CAL2"),
            ("a", "CAL3"),
        ]


async def test_calls_of_other_companies_are_left_out_and_named() -> None:
    calls = [call(1, "COM1", "Acme"), call(2, "COM2", "Bolt"), call(3, "COM3"), call(4, "COM1", "Acme")]
    async with card_of(calls, QUOTE._replace(companies=("Acme",))) as (card, journal, pilot):
        await pilot.press("Q")
        await pilot.pause()
        assert {one.call_id for one in journal.acts[0][1]} == {"CAL1", "CAL4"}
        assert card.told == ["2 calls were left out: quote is not for Bolt, COM3."]


async def test_an_outcome_of_another_company_does_nothing_and_says_so() -> None:
    async with card_of([call(1, "COM2", "Bolt\x1b[2J")], QUOTE._replace(companies=("Acme",))) as (card, journal, pilot):
        await pilot.press("Q")
        await pilot.pause()
        assert (journal.acts, card.advanced) == ([], 0)
        assert card.told[0].startswith("The outcome quote is not for Bolt")
        assert card.told[0].isprintable()


async def test_without_a_call_it_says_so() -> None:
    async with card_of([], QUOTE) as (card, journal, pilot):
        await pilot.press("Q")
        await pilot.pause()
        assert (journal.acts, card.told) == ([], ["No call is selected."])


async def test_what_cannot_be_journalled_does_not_advance() -> None:
    calls = [call(1, "COM1", "Acme"), call(2, "COM2", "Bolt")]
    async with card_of(calls, QUOTE._replace(companies=("Acme",))) as (card, journal, pilot):
        journal.refusal = CallrailTuiError("The disk is full.", "Make room.")
        await pilot.press("Q")
        await pilot.pause()
        assert (card.advanced, card.told) == (0, ["The disk is full. Make room."])


async def test_a_note_that_is_there_is_done_with() -> None:
    only = Outcome("asked", "Q", note="Wants a quote.")
    async with card_of([call(1, "COM1", note="Wants a quote.")], only) as (card, journal, pilot):
        await pilot.press("Q")
        await pilot.pause()
        assert (journal.acts, card.advanced) == ([], 1)
        assert card.told == ["The note of asked is there already."]


async def test_a_screen_without_outcomes_is_as_it_was() -> None:
    assert with_outcomes(Card, (), TRIAGE) is Card
    async with card_of([call(1, "COM1")]) as (card, journal, pilot):
        await pilot.press("Q")
        assert (journal.acts, card.told) == ([], [])


@pytest.fixture
async def directory() -> AsyncIterator[Directory]:
    """The companies and tags of the embedded gateway's account, as they are read."""
    worker = connect(create_app(DemoSettings()))
    yield await read_directory(worker)
    await worker.close()


async def test_tags_are_spelled_as_the_account_spells_them(directory: Directory) -> None:
    company = directory.companies[0]
    async with card_of([call(1, company.id)], QUOTE, directory=directory) as (_, journal, pilot):
        await pilot.press("Q")
        await pilot.pause()
        assert journal.acts[0][1][1].want == (("Opportunity",), ())


async def test_tags_that_would_be_made_are_warned_about(directory: Directory) -> None:
    first = directory.companies[0]
    typo = Outcome("typo", "K", add_tags=("Oportunity",), companies=(first.id,))
    async with card_of([call(1, first.id)], QUOTE, typo, directory=directory) as (card, _, __):
        card.warn_of_unknown_tags()
        assert card.told == [
            f"The outcome typo adds the tag Oportunity, which {first.name} does not have: it would be created."
        ]
        card.told.clear()
        card.session = None
        card.warn_of_unknown_tags()
        assert card.told == []
