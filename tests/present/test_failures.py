"""What is quoted of an error, and whose words it is said to be."""

from __future__ import annotations

import pytest

from callrail_tui.errors import BadReply, ConfigError, Unprocessable, Unreachable
from callrail_tui.present.failures import quoted
from callrail_tui.text import FORBIDDEN
from tests.hostile import PAYLOADS


def test_the_server_is_quoted_only_where_it_spoke() -> None:
    (answered,) = quoted(Unprocessable(status=422, detail="The name is taken"))
    assert answered.plain == "The server said: The name is taken"
    (unanswered,) = quoted(Unreachable(detail="certificate has expired"))
    assert unanswered.plain == "In detail: certificate has expired"


def test_without_words_nothing_is_quoted() -> None:
    assert quoted(BadReply("No.", "Yes.")) == quoted(ConfigError("No.", "Yes.")) == ()


@pytest.mark.parametrize("name", PAYLOADS)
def test_foreign_words_obey_nothing_and_fill_no_screen(name: str) -> None:
    for line in quoted(Unprocessable(status=422, detail=PAYLOADS[name])):
        assert FORBIDDEN.search(line.plain) is None
        assert len(line.plain) < 330
        assert [str(span.style) for span in line.spans] == ["dim"]
