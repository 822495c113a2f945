"""Reading a streamed body within limits of time and size, decompressed in small steps: a gzip bomb stays small."""

from __future__ import annotations

import zlib
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import aclosing

import httpx

from callrail_tui.errors import NotJson, TimedOut, TooLarge

BODY_LIMIT = 32 * 1024 * 1024
"""Bytes after decompression: a page of 250 calls is under one megabyte."""

ACCEPTED_ENCODING = "gzip"
_STEP = 256 * 1024


class BrokeOff(Exception):
    """The compressed body ended before its end."""


async def read_body(response: httpx.Response, *, is_late: Callable[[], bool], limit: int = BODY_LIMIT) -> bytes:
    """The whole body; TimedOut or TooLarge as soon as that is known, without reading on."""
    inflater = _inflater(response.headers.get("content-encoding", ""))
    pieces: list[bytes] = []
    size = 0
    async with aclosing(_chunks(response)) as chunks:
        async for chunk in chunks:
            for piece in inflater.feed(chunk):
                size += len(piece)
                if size > limit:
                    raise TooLarge(status=response.status_code)
                pieces.append(piece)
            if is_late():
                raise TimedOut("The gateway answers too slowly.", status=response.status_code)
    inflater.finish()
    return b"".join(pieces)


async def _chunks(response: httpx.Response) -> AsyncGenerator[bytes, None]:
    assert isinstance(response.stream, httpx.AsyncByteStream)
    async for chunk in response.stream:
        yield chunk


class _Plain:
    def feed(self, chunk: bytes) -> Iterator[bytes]:
        yield chunk

    def finish(self) -> None:
        """Nothing is kept back."""


class _Gzip(_Plain):
    def __init__(self) -> None:
        self._stream = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
        self._has_begun = False

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        self._has_begun = self._has_begun or bool(chunk)
        while chunk and not self._stream.eof:
            try:
                piece = self._stream.decompress(chunk, _STEP)
            except zlib.error:
                raise NotJson("The answer's compression is damaged.") from None
            chunk = self._stream.unconsumed_tail
            yield piece

    def finish(self) -> None:
        if self._has_begun and not self._stream.eof:
            raise BrokeOff


def _inflater(encoding: str) -> _Plain:
    match encoding.strip().lower():
        case "" | "identity":
            return _Plain()
        case "gzip" | "x-gzip" | "deflate":
            return _Gzip()
        case _:
            raise NotJson("The answer is compressed in a way that was not asked for.")
