"""The outcomes of the config file: `[outcomes.NAME]`, each checked by itself (floor 2).

Whether a key is free is for those to say who know the built-in ones: `outcome_keys.py`.
"""

from __future__ import annotations

import re

from callrail_tui.model.edit import LONGEST, MOST_TAGS, NOTE
from callrail_tui.model.outcome import LEAD_STATUSES, Outcome
from callrail_tui.storage.toml_file import Table

OUTCOMES = "outcomes"

_NAMES = ("key", "lead_status", "add_tags", "note", "companies")
_EXAMPLE = "[outcomes.quote]"
_GOOD_NAME = re.compile(r"\w[\w -]{0,38}\w|\w")
"""Letters, digits, `_`, and inside also `-` and spaces: the name goes into an action's id and words."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def read_outcomes(config: Table) -> tuple[Outcome, ...]:
    """Every outcome, in the file's order."""
    return tuple(_outcome(name, table) for name, table in config.tables(OUTCOMES, _EXAMPLE))


def _outcome(name: str, table: Table) -> Outcome:
    if not _GOOD_NAME.fullmatch(name):
        raise table.refusal(
            f"an outcome cannot be called {name[:60]!r}.",
            "A name is at most 40 letters, digits, - and _, as in [outcomes.wrong-number].",
        )
    table.check_names(_NAMES, "setting")
    key = table.string("key", "Q")
    if key is None:
        raise table.refusal(f"the outcome {name} has no key.", 'Give it one: key = "Q".')
    outcome = Outcome(name, key, _status(table), _tags(table), _note(table), _companies(table))
    if outcome.lead_status is None and not outcome.add_tags and not outcome.note:
        raise table.refusal(
            f"the outcome {name} does nothing.", "Give it at least one of lead_status, add_tags and note."
        )
    return outcome


def _status(table: Table) -> str | None:
    status = table.string("lead_status", "good_lead")
    if status is not None and status not in LEAD_STATUSES:
        choices = ", ".join(f'"{one}"' for one in LEAD_STATUSES)
        raise table.wrong("lead_status", f"must be one of {choices}", '"good_lead"')
    return status


def _tags(table: Table) -> tuple[str, ...]:
    names = table.strings("add_tags", "tags", '["Quote sent"]')
    if len(names) > MOST_TAGS or any(_CONTROL.search(name) or "\n" in name or "\t" in name for name in names):
        raise table.wrong("add_tags", f"must be at most {MOST_TAGS} tags of one line each", '["Quote sent"]')
    return tuple({name.strip().casefold(): name.strip() for name in reversed(names)}.values())[::-1]


def _note(table: Table) -> str:
    note = (table.string("note", "Wants a quote.") or "").replace("\r\n", "\n")
    if len(note) > LONGEST[NOTE] or _CONTROL.search(note):
        most = f"{LONGEST[NOTE]:,}"
        raise table.wrong("note", f"must be at most {most} characters without control characters", '"Wants a quote."')
    return note


def _companies(table: Table) -> tuple[str, ...]:
    if table.values.get("companies") == []:
        raise table.refusal("companies names none.", "Leave it out to mean every company.", "companies")
    return tuple(name.strip() for name in table.strings("companies", "ids or names", '["Acme Plumbing"]'))
