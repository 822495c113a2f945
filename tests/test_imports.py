"""What starting costs: which modules each way in may load, looked at in a fresh interpreter."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parent.parent
PACKAGE = CHECKOUT / "callrail_tui"
HEAVY = ("textual", "rich", "httpx", "asyncio", "importlib.metadata")
LOW_FLOORS = ("text", "errors", "model", "gateway", "storage", "demo", "session")


def loaded_after(code: str) -> set[str]:
    """The modules that a fresh interpreter has loaded after running `code`."""
    program = f"{code}\nimport sys\nsys.stderr.write('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stderr.split())


def low_modules() -> list[str]:
    """Every module of floors 0 to 3, dotted."""
    paths = (path for path in PACKAGE.rglob("*.py") if path.stem != "__main__")
    names = (".".join(path.relative_to(CHECKOUT).with_suffix("").parts).removesuffix(".__init__") for path in paths)
    return sorted(name for name in names if name.partition(".")[2].split(".")[0] in LOW_FLOORS)


def test_floors_0_to_3_do_not_load_textual() -> None:
    loaded = loaded_after("\n".join(f"import {name}" for name in low_modules()))

    assert "callrail_tui.model.call" in loaded
    assert {name for name in loaded if name.split(".")[0] == "textual"} == set()


@pytest.mark.parametrize("argument", ["--version", "--help", "--no-such-option"])
def test_a_short_answer_loads_nothing_heavy(argument: str) -> None:
    loaded = loaded_after(f"from callrail_tui.cli import main\nmain([{argument!r}])")

    assert "callrail_tui.cli" in loaded
    assert loaded & set(HEAVY) == set()


def test_an_export_without_a_screen_loads_no_textual(tmp_path: Path) -> None:
    arguments = ["export", "--demo", "--demo-calls", "10", "--output", str(tmp_path / "calls.csv")]
    loaded = loaded_after(f"from callrail_tui.cli import main\nassert main({arguments!r}) == 0")

    assert "callrail_tui.headless" in loaded
    assert {name for name in loaded if name.split(".")[0] == "textual"} == set()


def test_python_m_answers_as_the_command_does() -> None:
    def answer(*command: str) -> tuple[int, str]:
        done = subprocess.run([sys.executable, *command], cwd=CHECKOUT, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout

    for argument in ("--version", "--help"):
        through_main = f"import sys; from callrail_tui.cli import main; sys.exit(main([{argument!r}]))"
        assert answer("-m", "callrail_tui", argument) == answer("-c", through_main)


@pytest.mark.skipif(not (PACKAGE / "app.py").exists(), reason="the app is not built yet")
def test_the_screen_opens_without_what_it_needs_later() -> None:
    loaded = loaded_after("import callrail_tui.app")

    assert "textual.app" in loaded
    assert loaded & {"httpx", "pyperclip", "uvicorn", "tomllib", "logging.handlers"} == set()
