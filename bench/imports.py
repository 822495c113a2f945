"""What is imported when: `python -m bench.imports` writes the table in `imports.md`, which a test holds true.

Modules of ours, and which of the libraries that are installed with us; Python's own are others in each release.
"""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from bench.ptys import PtyProgram, as_people_have_it

TABLE = Path(__file__).with_name("imports.md")
SIZE = (120, 40)
PATIENCE = 30.0
LIBRARIES = (
    "anyio",
    "certifi",
    "h11",
    "httpcore",
    "httpx",
    "idna",
    "platformdirs",
    "pyperclip",
    "rich",
    "segno",
    "textual",
)
_AS_PEOPLE_HAVE_IT = "import sys; sys.modules['click'] = None"
"""Without a development tool that httpx would load, and Rich with it."""
_HEAD = """# What is imported when

Written by `python -m bench.imports`, held true by `tests/program/test_imports_table.py`. A command has all that it
loads until its end; a start has what is there at its first frame, and what has come since when its calls are shown.
What is not named is loaded when somebody asks for it.

"""


@dataclass
class Stage:
    """A moment of a run, and all modules that are there by then."""

    name: str
    modules: frozenset[str]

    def own(self) -> list[str]:
        """Ours, without the package's name."""
        return sorted(name.partition(".")[2] for name in self.modules if name.startswith("callrail_tui."))

    def libraries(self) -> list[str]:
        """The libraries that something of is there."""
        there = {name.partition(".")[0] for name in self.modules}
        return [name for name in LIBRARIES if name in there]


def after_command(*arguments: str) -> Stage:
    """What a command without a screen has imported at its end."""
    program = "\n".join(
        (
            _AS_PEOPLE_HAVE_IT,
            f"from callrail_tui.cli import main; main({list(arguments)!r})",
            "sys.stderr.write('\\n'.join(sys.modules))",
        )
    )
    done = subprocess.run(
        [sys.executable, "-c", program], env=as_people_have_it(), capture_output=True, text=True, check=True
    )
    return Stage(" ".join(arguments[:2]), frozenset(done.stderr.split()))


def of_a_start() -> list[Stage]:
    """What the demo has imported when its first frame stands, and when its calls do and nothing more happens."""
    with tempfile.TemporaryDirectory() as folder:
        stem = Path(folder) / "modules"
        program = PtyProgram((sys.executable, "-m", "bench.import_child", str(stem), "--demo"), SIZE)
        try:
            if not program.run_until(lambda: b"2,000" in program.trace.data, PATIENCE):
                raise SystemExit("the program did not show its calls")
            program.settle(quiet=2.5)
            os.kill(program.pid, signal.SIGUSR1)
            told = stem.with_suffix(".told")
            if not program.run_until(told.exists, PATIENCE):
                raise SystemExit("the program did not tell its modules")
            kinds = (("first frame", stem.with_suffix(".frame")), ("calls shown, and two seconds", told))
            return [Stage(name, frozenset(path.read_text("utf-8").split())) for name, path in kinds]
        finally:
            program.close()


def stages() -> list[Stage]:
    """Commands that need no screen, and a start."""
    with tempfile.TemporaryDirectory() as folder:
        output = str(Path(folder) / "calls.csv")
        return [
            after_command("--version"),
            after_command("--help"),
            after_command("doctor", "--demo"),
            after_command("export", "--demo", "--demo-calls", "10", "--output", output),
            *of_a_start(),
        ]


def table(found: Iterable[Stage]) -> str:
    """The text of `imports.md`; the last two stages follow each other, the others stand for themselves."""
    parts = [_HEAD]
    before = Stage("", frozenset())
    for stage in found:
        base = before if before.name == "first frame" else Stage("", frozenset())
        own = [name for name in stage.own() if name not in base.own()]
        libraries = [name for name in stage.libraries() if name not in base.libraries()]
        parts.append(f"## {stage.name}\n\n{len(own)} of ours; {', '.join(libraries) or 'no library'}\n\n")
        parts += [f"* {line}\n" for line in _by_package(own)]
        parts.append("\n")
        before = stage
    return "".join(parts).rstrip("\n") + "\n"


def _by_package(own: Iterable[str]) -> list[str]:
    """Modules of a package on one line, after its name."""
    lines = []
    for package, names in groupby(sorted(own, key=_package), key=_package):
        inside = [name.removeprefix(f"{package}.") for name in names if name != package]
        lines.append(f"{package}: {', '.join(inside)}" if package else ", ".join(inside))
    return lines


def _package(name: str) -> str:
    return name.split(".")[0] if name.count(".") else ("" if name not in _PACKAGES else name)


_PACKAGES = ("demo", "gateway", "keymap", "model", "present", "screens", "session", "storage", "terminal", "widgets")


if __name__ == "__main__":
    TABLE.write_text(table(stages()), "utf-8")
    print(f"written: {TABLE.name}")
