"""What a person presses to judge calls, at random, and what the gateway has to hold of them afterwards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from random import Random
from typing import NamedTuple

from callrail_tui.demo.account import Account
from callrail_tui.demo.pattern import Lead
from tests.program.triaging import (
    REVIEWED,
    Judged,
    calls_of,
    company_of,
    favourites,
    judged,
    usable_tags,
)


class Step(NamedTuple):
    """Keys, and what they change."""

    keys: str
    fields: frozenset[str] = frozenset()
    after: Callable[[Judged], Judged] = lambda before: before


class Plan:
    """Decides at random, and knows for every call what the gateway shall hold at the end."""

    def __init__(self, account: Account, seed: int) -> None:
        self._account = account
        self._random = Random(seed)
        self.expected = {index: judged(account, index) for index in calls_of(account)}
        self.fields: dict[int, set[str]] = {index: set() for index in self.expected}
        """Of each call the fields that a PUT may name."""
        self.keys: dict[int, str] = {}
        """What was pressed, for the report."""
        book = account.book()
        callers = {index: book.population.caller(index, book.population.row(index)).first for index in self.expected}
        often = Counter(callers.values())
        self._alone = {index for index, caller in callers.items() if often[caller] == 1}
        self._favourites = {company: favourites(account, company) for company in set(map(self._company, self.expected))}
        self._last = ""

    def _company(self, index: int) -> int:
        return company_of(self._account, index)

    def card(self, index: int) -> str:
        """What to press on the call's card: ends with what brings up the next one."""
        return self._press(index, ".")

    def row(self, index: int, *, spam: bool = True) -> str:
        """What to press on the call's row; nothing advances."""
        return self._press(index, "", spam=spam)

    def _press(self, index: int, none: str, *, spam: bool = True) -> str:
        """Each step sees what the one before it made of the call."""
        keys = ""
        makers = [self._favourite, self._note, self._value, self._pick, self._form]
        makers = self._random.sample(makers, self._random.choice((0, 0, 1, 1, 2)))
        for make in (*makers, lambda index: self._judgement(index, none, spam=spam)):
            step = make(index)
            if make in makers and step.keys[0] != "e" and self._random.random() < 0.15:
                step = Step(f"{step.keys}u", step.fields)
            self.expected[index] = step.after(self.expected[index])
            self.fields[index] |= step.fields
            keys += step.keys
        self.keys[index] = keys
        return keys

    # What does not judge ----------------------------------------------------------------------------------------

    def _tag(self, keys: str, name: str) -> Step:
        return Step(keys, frozenset({"tags"}), lambda before: before._replace(tags=before.tags ^ {name}))

    def _favourite(self, index: int) -> Step:
        names = self._favourites[self._company(index)]
        slot = self._random.randrange(len(names))
        return self._tag(str(slot + 1), names[slot])

    def _pick(self, index: int) -> Step:
        names = [tag.name for tag in usable_tags(self._account, self._company(index))]
        name = self._random.choice(names)
        return self._tag(f"t{name}\r\r", name)

    def _note(self, index: int) -> Step:
        before = self.expected[index].note or ""
        words = self._random.choice(("call back 4-5 pm!", "q W 123 +-0 t", "u: $5? no = nil; jk."))
        typed = f" {words}" if before else words
        return Step(f"n{typed}\n", frozenset({"note"}), lambda call: call._replace(note=before + typed))

    def _value(self, index: int) -> Step:
        typed, value = self._random.choice([("12.5", "12.50"), ("$1,250", 1250), ("3k", 3000), ("80.00", 80)])
        held = self.expected[index].value
        if held == value:
            typed, value = "7", 7
        return Step(f"${typed}\r", frozenset({"value"}), lambda call: call._replace(value=value))

    def _form(self, index: int) -> Step:
        """Name where nobody else has it, and value; the note where there is none."""
        keys, fields, parts = "e", {"value"}, {"value": 640 + index}
        call = self.expected[index]
        if index in self._alone:
            keys += f"\x15Pat Q. {index}"
            fields.add("customer_name")
            parts["name"] = f"Pat Q. {index}"
        keys += "\t\t\t"
        if not call.note:
            keys += "from the form"
            fields.add("note")
            parts["note"] = "from the form"
        keys += f"\t\x15{640 + index}\n"
        return Step(keys, frozenset(fields), lambda before: before._replace(**parts))

    # What does --------------------------------------------------------------------------------------------------

    def _judgement(self, index: int, none: str, *, spam: bool = True) -> Step:
        keys = [one for one in (*"++--0QQ", "!!", "!!u+", "-u0", none) if spam or "!" not in one]
        if self.expected[index].lead is Lead.NOT_A_LEAD:
            keys.remove("-u0")  # It is so already: u would take back what was decided before.
        # Never the same twice in a row: three of a kind at this speed are a held key.
        key = self._random.choice([one for one in keys if not one or one[-1] != self._last[:1]])
        self._last = key[-1:]
        if not key:
            return Step("")
        if key == ".":
            return Step(key, frozenset({"tags"}), lambda call: call._replace(tags=call.tags | {REVIEWED}))
        if key == "!!":
            return Step(key, frozenset({"spam"}), lambda call: call._replace(spam=True))
        if self.expected[index].lead is Lead.PREVIOUSLY and key[-1] in "+Q":
            return Step(key)  # CallRail takes no second good lead of a person, so it is refused at once.
        if key == "Q":
            fields = frozenset({"lead_status", "tags", "note"})
            return Step(key, fields, lambda call: _quoted(_scored(call, Lead.GOOD)))
        lead = {"+": Lead.GOOD, "-": Lead.NOT_A_LEAD, "0": Lead.NOT_SCORED}[key[-1]]
        return Step(key, frozenset({"lead_status"}), lambda call: _scored(call, lead))


def _scored(call: Judged, lead: Lead) -> Judged:
    """CallRail computes one status itself, and shows it again when it is cleared."""
    return call if call.lead is Lead.PREVIOUSLY and lead is Lead.NOT_SCORED else call._replace(lead=lead)


def _quoted(call: Judged) -> Judged:
    note = f"{call.note}\nWants a quote." if call.note else "Wants a quote."
    return call._replace(tags=call.tags | {"Price shopper"}, note=note)
