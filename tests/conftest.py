"""What every test stands on: nobody's own settings, and the same patience on every machine."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator

import pytest
from hypothesis import HealthCheck, settings

# The first example on a fresh checkout builds Hypothesis's table of Unicode, which takes seconds.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


@pytest.fixture(autouse=True, scope="session")
def no_settings_of_the_person(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No key, no option and no file of whoever runs the tests reaches the program."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith(("CALLRAIL_TUI_", "MATON_", "TEXTUAL"))]:
            patch.delenv(name)
        for name in ("CONFIG", "STATE", "CACHE", "DATA"):
            patch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """What a test logged or printed may hold half a character, which no report can carry to another process."""
    report = yield
    report.sections = [(name, text.encode("utf-8", "backslashreplace").decode()) for name, text in report.sections]
    return report


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Real terminals keep time: their tests share one process, so that no two of them crowd each other out."""
    for item in items:
        if item.path.parent.name in ("program", "terminal"):
            item.add_marker(pytest.mark.xdist_group("terminals"))
