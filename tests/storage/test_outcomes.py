"""Outcomes in the config file: what is read of them, and every mistake told with its line and its cure."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callrail_tui.errors import ConfigError
from callrail_tui.model.outcome import Outcome
from callrail_tui.storage.config import key_refusal, read_config
from callrail_tui.storage.toml_file import line_of

FULL = """
[outcomes.quote]
key = "Q"
lead_status = "good_lead"
add_tags = [ "Quote sent", " quote sent", "Hot" ]
note = \"\"\"
Wants a quote.
key = none\"\"\"
companies = ["COM1", " Acme Plumbing "]

[outcomes.wrong-number]
key = "F5"
lead_status = "none"
"""


def read(folder: Path, text: str) -> tuple[Outcome, ...]:
    (folder / "config.toml").write_text(text)
    return read_config(folder).outcomes


def test_all_that_an_outcome_can_say_is_read(tmp_path: Path) -> None:
    assert read(tmp_path, FULL) == (
        Outcome(
            "quote",
            "Q",
            "good_lead",
            ("Quote sent", "Hot"),
            "Wants a quote.\nkey = none",
            ("COM1", "Acme Plumbing"),
        ),
        Outcome("wrong-number", "F5", "none"),
    )


@pytest.mark.parametrize("text", ["hold = 1", "[outcomes]"])
def test_there_may_be_none(text: str, tmp_path: Path) -> None:
    assert read(tmp_path, text) == ()


def test_other_ways_of_writing_tables_are_read_alike(tmp_path: Path) -> None:
    expected = (Outcome("a b", "Q", note="x"),)

    assert read(tmp_path, 'outcomes."a b".key = "Q"\noutcomes."a b".note = "x"') == expected
    assert read(tmp_path, 'outcomes = {"a b" = {key = "Q", note = "x"}}') == expected


GOOD = '[outcomes.a]\nkey = "Q"\nnote = "x"\n'


@pytest.mark.parametrize(
    ("text", "line", "said", "cure"),
    [
        (GOOD + "colour = 1", 4, "no setting 'colour' in [outcomes.a]", "The settings are key, lead_status"),
        (GOOD + "add_tag = ['x']", 4, "no setting 'add_tag'", "Did you mean add_tags?"),
        (GOOD + "lead_status = 'good'", 4, 'one of "good_lead", "not_a_lead", "none"', 'lead_status = "good_lead"'),
        (
            GOOD + "\n\nadd_tags = 'x'",
            6,
            "add_tags must be a list of tags in [outcomes.a]",
            'add_tags = ["Quote sent"]',
        ),
        (GOOD + "add_tags = [\n 'x',\n ' ',\n]", 4, "must be a list of tags", "Write it as"),
        (GOOD + 'add_tags = ["a\\nb"]', 4, "tags of one line each", "Write it as"),
        (GOOD + 'companies = "Acme"', 4, "companies must be a list of ids or names", '["Acme Plumbing"]'),
        (GOOD + "companies = []", 4, "companies names none", "Leave it out"),
        (GOOD + "[outcomes.b]\nnote = 'x'", 4, "the outcome b has no key", 'key = "Q"'),
        (GOOD + "[outcomes.b]\nkey = 'K'", 4, "the outcome b does nothing", "at least one of"),
        (GOOD + "[outcomes.b]\nkey = 5\nnote = 'x'", 5, "key must be a text", 'key = "Q"'),
        (GOOD + '[outcomes."a\'b"]\nkey = "K"', 4, "an outcome cannot be called", "letters, digits"),
        (GOOD + "[outcomes.b]\nkey = 'K'\nnote = '" + "x" * 4_001 + "'", 6, "at most 4,000 characters", "Write it as"),
        (GOOD + '[outcomes.b]\nkey = "K"\nnote = "\\u001b[2J"', 6, "without control characters", "Write it as"),
        ("[outcomes]\nquote = 'Q'", 2, "outcomes.quote must be a table", "[outcomes.quote]"),
        ("hold = 1\noutcomes.b = {key = 'K', note = 1}", 2, "note must be a text in [outcomes.b]", "Write it as"),
        ("[[outcomes.b]]\nkey = 'K'", 1, "must be a table", "[outcomes.quote]"),
    ],
)
def test_a_mistake_is_told_with_its_line(text: str, line: int, said: str, cure: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, text)

    assert f"config.toml, line {line}: " in caught.value.title
    assert said in caught.value.title
    assert cure in caught.value.hint


def test_what_looks_like_a_key_inside_a_text_is_not_taken_for_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="line 6: key must be"):
        read(tmp_path, '[outcomes.a]\nnote = """\nkey = 5\n[outcomes.a]\n"""\nkey = 5')


def test_a_key_that_cannot_be_had_is_told_with_its_line(tmp_path: Path) -> None:
    read(tmp_path, FULL)
    error = key_refusal(tmp_path, "wrong-number", "it is taken.", "Take another.")

    assert (error.title, error.hint) == (f"{tmp_path / 'config.toml'}, line 12: it is taken.", "Take another.")


@given(st.lists(st.sampled_from(["", "# a = 1", 'b = """', '"""', "c = [", "]", "[t]", "[t.u]", "d = 'x'"])))
def test_any_text_has_a_line_or_none(lines: list[str]) -> None:
    line = line_of("\n".join([*lines, "a = 1"]), ("a",))

    assert line is None or 1 <= line <= len(lines) + 1
