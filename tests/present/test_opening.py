"""What the screens before the calls say."""

from __future__ import annotations

from callrail_tui.errors import BadReply, ConfigError, Unprocessable, Unreachable
from callrail_tui.present.opening import failed


def test_the_server_is_quoted_only_where_it_spoke() -> None:
    answered = failed(Unprocessable(status=422, detail="The name is taken"))
    assert [line.plain for line in answered.lines][1] == "The server said: The name is taken"
    unanswered = failed(Unreachable(detail="certificate has expired"))
    assert [line.plain for line in unanswered.lines][1] == "In detail: certificate has expired"


def test_without_a_detail_there_are_the_title_and_the_cure() -> None:
    for error in (ConfigError("No.", "Yes."), BadReply("No.", "Yes.")):
        notice = failed(error)
        assert notice.title.plain == "No."
        assert [line.plain for line in notice.lines] == ["Yes.", ""]
