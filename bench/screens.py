"""What stood on the far terminal, and when: the bytes of a trace, played into a terminal emulator."""

from collections.abc import Callable

import pyte

from bench.ptys import PtyProgram


def shown_at(program: PtyProgram, size: tuple[int, int], wanted: Callable[[str], bool], since: float = 0.0) -> float:
    """The moment (seconds since the start) from which on the screen satisfied `wanted`; infinity if it never did."""
    screen = pyte.Screen(*size)
    stream = pyte.ByteStream(screen)
    for moment, data in program.trace.chunks:
        stream.feed(data)
        if moment >= since and wanted("\n".join(screen.display)):
            return moment
    return float("inf")


def screen_text(program: PtyProgram, size: tuple[int, int]) -> str:
    """What stands on the screen now."""
    screen = pyte.Screen(*size)
    pyte.ByteStream(screen).feed(program.trace.data)
    return "\n".join(screen.display)
