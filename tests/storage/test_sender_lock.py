"""One sender among processes: the lock is asked for without waiting, and a killed holder lets go of it."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from callrail_tui.storage.sender_lock import SenderLock

_HOLDER = """
import sys
from pathlib import Path
from callrail_tui.storage.sender_lock import SenderLock

lock = SenderLock(Path(sys.argv[1]))
for line in sys.stdin:
    if line.strip() == "take":
        print(lock.take(), flush=True)
    else:
        lock.release()
        print(lock.is_held, flush=True)
"""


class Other:
    """Another process that takes and lets go when it is told to."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def ask(self, word: str) -> bool:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{word}\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip() == "True"

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        assert self.process.wait() == -signal.SIGKILL


@contextmanager
def another(path: Path) -> Iterator[Other]:
    command = [sys.executable, "-c", _HOLDER, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Other(process)
        finally:
            process.kill()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "sender.lock"


def test_one_process_at_a_time_holds_it(path: Path) -> None:
    mine = SenderLock(path)
    with another(path) as other:
        assert other.ask("take")
        assert not mine.take()
        assert not mine.is_held
        assert not other.ask("release")
        assert mine.take()
        assert mine.is_held
        assert not other.ask("take")
        mine.release()
        assert other.ask("take")


def test_a_killed_holder_lets_go(path: Path) -> None:
    mine = SenderLock(path)
    with another(path) as other:
        assert other.ask("take")
        assert not mine.take()
        other.kill()
        assert mine.take()
    mine.release()


def test_it_is_taken_once_and_let_go_once(path: Path) -> None:
    lock, rival = SenderLock(path), SenderLock(path)
    before = len(os.listdir("/proc/self/fd")) if Path("/proc/self/fd").exists() else 0
    assert lock.take()
    assert lock.take()
    assert not any(rival.take() for _ in range(20))
    lock.release()
    lock.release()
    assert not lock.is_held
    assert rival.take()
    rival.release()
    if before:
        assert len(os.listdir("/proc/self/fd")) == before


def test_the_holders_children_do_not_keep_it(path: Path) -> None:
    lock, rival = SenderLock(path), SenderLock(path)
    assert lock.take()
    command = [sys.executable, "-c", "print('runs', flush=True); input()"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, close_fds=False) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"runs\n"
        lock.release()
        taken = rival.take()
        child.kill()
    assert taken
    rival.release()


def test_its_file_is_private_and_stays(path: Path) -> None:
    before = os.umask(0)
    try:
        lock = SenderLock(path)
        assert lock.take()
    finally:
        os.umask(before)
    lock.release()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_where_it_cannot_stand_it_says_so(path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        SenderLock(path / "missing" / "lock").take()
    path.symlink_to(path.with_name("elsewhere"))
    with pytest.raises(OSError, match="symbolic links"):
        SenderLock(path).take()
    assert not path.with_name("elsewhere").exists()
