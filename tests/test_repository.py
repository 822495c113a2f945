"""What the repository says about itself is true, and nothing in it belongs elsewhere."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from callrail_tui import __version__
from callrail_tui.options import build_parser
from callrail_tui.present.key_table import with_key_table
from callrail_tui.storage import defaults

CHECKOUT = Path(__file__).parent.parent
README = (CHECKOUT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (CHECKOUT / "Makefile").read_text(encoding="utf-8")

# Written in two halves, so that this file does not hold what it looks for.
REGISTRIES = re.compile(
    "|".join(("py" + r"pi\.org", "python" + r"hosted\.org", "conda" + r"\.anaconda", "npm" + r"js\."))
)
KEYS = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY"
    r"|\bBearer [A-Za-z0-9._~+/-]{24,}"
    r"|\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}"
    r"|\b(?:sk|pk|rk)[-_](?:live[-_])?[A-Za-z0-9]{20,}"
    r"|MATON_API_KEY\s*[=:]\s*[\"']?[A-Za-z0-9_-]{20,}"
)
UNFINISHED = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b")


def committed() -> list[Path]:
    """The files under version control; in an unpacked source archive, all files that it holds."""
    listing = ["git", "-c", f"safe.directory={CHECKOUT}", "ls-files", "-z"]
    if (CHECKOUT / ".git").exists() and shutil.which("git"):
        listed = subprocess.run(listing, cwd=CHECKOUT, capture_output=True, text=True, check=True).stdout.split("\0")
        paths = [CHECKOUT / name for name in listed if name]
    else:
        made = {".venv", "__pycache__", "build", "dist"}
        paths = [path for path in CHECKOUT.rglob("*") if not made & set(path.relative_to(CHECKOUT).parts)]
    return [path for path in paths if path.is_file()]


def lines_with(pattern: re.Pattern[str], *, suffix: str = "") -> list[str]:
    """Where the pattern occurs in committed files, as `file:line`."""
    found = []
    for path in committed():
        if path.suffix.endswith(suffix):
            text = path.read_text(encoding="utf-8", errors="replace")
            for match in pattern.finditer(text):
                found.append(f"{path.relative_to(CHECKOUT)}:{text.count(chr(10), 0, match.start()) + 1}: {match[0]}")
    return found


def test_no_registry_is_named() -> None:
    assert lines_with(REGISTRIES) == []


def test_no_path_of_this_machine_is_named() -> None:
    if len(CHECKOUT.parts) < 3:
        pytest.skip("the checkout's path is too short to be told from other words")
    assert lines_with(re.compile(re.escape(str(CHECKOUT)) + r"\b")) == []


def test_no_key_is_committed() -> None:
    # A canary is made to be looked for.
    found = [line for line in lines_with(KEYS) if "canary" not in line.lower()]

    assert found == []


def test_nothing_is_left_for_later_in_a_comment() -> None:
    elsewhere = [line for line in lines_with(UNFINISHED, suffix=".py") if "test_repository" not in line]

    assert elsewhere == []


@pytest.mark.parametrize("target", ["demo", "test", "lint", "bench", "kills", "equivalence", "screenshots"])
def test_the_makefile_has_what_is_promised(target: str) -> None:
    assert re.search(rf"^{target}:", MAKEFILE, re.MULTILINE)


def test_every_make_command_of_the_readme_exists() -> None:
    named = set(re.findall(r"^make (\w+)|`make (\w+)", README, re.MULTILINE))

    assert {"demo", "test"} <= {name for pair in named for name in pair if name}
    assert all(re.search(rf"^{name}:", MAKEFILE, re.MULTILINE) for pair in named for name in pair if name)


def test_the_readme_names_every_option_and_no_other() -> None:
    offered = set(re.findall(r"--[a-z-]+", build_parser().format_help()))
    section = README.partition("\n## Options")[2].partition("\n## ")[0]

    assert set(re.findall(r"--[a-z][a-z-]+", section)) == offered


def test_the_readme_names_the_hosts_and_views_as_they_are() -> None:
    words = [defaults.GATEWAY_URL, defaults.CONTROL_URL, *(f"`{view}`" for view in defaults.VIEWS)]

    assert [word for word in words if word not in README] == []


def test_every_file_that_the_readme_points_at_exists() -> None:
    targets = [target for target in re.findall(r"\]\(([^)]+)\)", README) if "://" not in target]

    assert [target for target in targets if not (CHECKOUT / target).is_file()] == []


def test_the_key_table_is_the_action_table_s() -> None:
    assert with_key_table(README) == README, "run `make readme`"


def test_the_changelog_has_the_version() -> None:
    assert f"## [{__version__}]" in (CHECKOUT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_every_dependency_is_pinned_and_has_a_bound() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    pins = re.findall(r"^([\w-]+)==[\w.]+$", (CHECKOUT / "constraints.txt").read_text(encoding="utf-8"), re.MULTILINE)

    names = {re.split(r"[<>=~!; ]", need)[0] for need in wanted}
    assert names - {pin.replace("_", "-") for pin in pins} == set()
    assert [need for need in wanted if "<" not in need and "sys_platform" not in need] == []


def test_the_constraints_hold_pins_and_nothing_else() -> None:
    lines = (CHECKOUT / "constraints.txt").read_text(encoding="utf-8").splitlines()

    assert [line for line in lines if line and not re.fullmatch(r"#.*|[\w-]+==[\w.]+", line)] == []
