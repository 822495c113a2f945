"""The style sheet is found from a checkout, an editable install and a wheel, started from any folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from callrail_tui.storage.styles import styles_path

CHECKOUT = Path(__file__).parent.parent
FIND = "from callrail_tui.storage.styles import styles_path; print(styles_path())"


def found_by(package_root: Path, start: Path, *more: Path) -> Path:
    """Where a fresh interpreter, started in `start`, finds the style sheet of the package below `package_root`."""
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(str(path) for path in (package_root, *more))}
    command = [sys.executable, "-P", "-c", FIND]
    done = subprocess.run(command, cwd=start, env=environ, capture_output=True, text=True, check=True)
    return Path(done.stdout.strip())


def copy_package(target: Path) -> Path:
    """The package alone, below `target`."""
    shutil.copytree(CHECKOUT / "callrail_tui", target / "callrail_tui", ignore=shutil.ignore_patterns("__pycache__"))
    return target


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel, built offline from a copy of what a checkout holds."""
    source = copy_package(tmp_path_factory.mktemp("source"))
    for name in ("pyproject.toml", "README.md", "LICENSE", "styles.tcss"):
        shutil.copy(CHECKOUT / name, source)
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(source / "dist")]
    subprocess.run(command, cwd=source, capture_output=True, check=True)
    (built,) = (source / "dist").glob("*.whl")
    return built


@pytest.fixture(scope="module")
def site_packages(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as an installer lays it out."""
    folder = tmp_path_factory.mktemp("site-packages")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def test_a_checkout_uses_its_own_from_any_folder(tmp_path: Path) -> None:
    assert found_by(CHECKOUT, tmp_path) == CHECKOUT / "styles.tcss"


def test_an_installed_wheel_uses_the_packaged_one_from_any_folder(site_packages: Path, tmp_path: Path) -> None:
    expected = site_packages / "callrail_tui" / "styles.tcss"

    assert found_by(site_packages, tmp_path) == expected
    assert found_by(site_packages, CHECKOUT) == expected
    assert expected.read_bytes() == (CHECKOUT / "styles.tcss").read_bytes()


def test_an_editable_install_passes_over_the_stray_copy(site_packages: Path, tmp_path: Path) -> None:
    # An editable wheel puts a copy of the style sheet, and nothing else of the package, into site-packages.
    stray = tmp_path / "site-packages" / "callrail_tui"
    stray.mkdir(parents=True)
    (stray / "styles.tcss").write_text("stale")

    assert found_by(stray.parent, tmp_path, CHECKOUT) == CHECKOUT / "styles.tcss"


def test_somebody_elses_project_around_the_package_is_not_a_checkout_of_ours(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "another"\ndependencies = ["callrail-tui"]\n')
    (tmp_path / "styles.tcss").write_text("theirs")

    assert styles_path(tmp_path / "callrail_tui") == tmp_path / "callrail_tui" / "styles.tcss"


@pytest.mark.parametrize("content", [None, b"\xff\xfe", b""], ids=["none", "not UTF-8", "empty"])
def test_a_pyproject_that_says_nothing_is_passed_over(content: bytes | None, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "pyproject.toml").write_bytes(content)
    (tmp_path / "styles.tcss").write_text("stray")

    assert styles_path(tmp_path / "callrail_tui") == tmp_path / "callrail_tui" / "styles.tcss"


def test_the_wheel_holds_the_program_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    roots = {name.split("/")[0] for name in names}

    assert {root for root in roots if not root.endswith(".dist-info")} == {"callrail_tui"}
    assert {Path(name).suffix for name in names if name.startswith("callrail_tui/")} == {".py", ".tcss"}


def test_the_wheel_starts_and_names_its_command(site_packages: Path, tmp_path: Path) -> None:
    environ = {**os.environ, "PYTHONPATH": str(site_packages)}
    command = [sys.executable, "-P", "-m", "callrail_tui", "--version"]
    done = subprocess.run(command, cwd=tmp_path, env=environ, capture_output=True, text=True, check=True)
    (entry_points,) = site_packages.glob("*.dist-info/entry_points.txt")

    assert done.stdout.startswith("callrail-tui ")
    assert "callrail-tui = callrail_tui.cli:main" in entry_points.read_text()
