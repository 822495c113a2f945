"""The QR code in half blocks is the code itself."""

from __future__ import annotations

import pytest
import segno

from callrail_tui.widgets.qr import qr_content, qr_lines

_UPPER, _LOWER = {"▀", "█"}, {"▄", "█"}


@pytest.mark.parametrize("length", [1, 20, 90, 400])
def test_every_module_stands_where_the_code_has_it(length: int) -> None:
    link = "https://connect.maton.ai/?session_token=" + "a1B2" * length
    lines = qr_lines(link)
    modules = [[character in half for character in line] for line in lines for half in (_UPPER, _LOWER)]
    wanted = [[bool(one) for one in row] for row in segno.make(link, error="l", micro=False, boost_error=False).matrix]
    size = len(wanted)
    assert [row[2 : 2 + size] for row in modules[2 : 2 + size]] == wanted
    border = modules[:2] + modules[2 + size :] + [row[:2] + row[2 + size :] for row in modules]
    assert not any(any(row) for row in border)
    assert {len(line) for line in lines} == {size + 4}


def test_it_is_dark_on_light_whatever_the_theme() -> None:
    content = qr_content(qr_lines("https://connect.maton.ai/?session_token=x"))
    assert {str(span.style) for span in content.spans} == {"#000000 on #ffffff"}
