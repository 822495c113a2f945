"""What a call's recording is asked for while somebody looks at it: its link, and its sound (wire 10.1)."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine, Sequence
from contextlib import AbstractAsyncContextManager, aclosing
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from callrail_tui.errors import CallrailTuiError
from callrail_tui.model.call import Call, FieldState
from callrail_tui.model.directory import Account
from callrail_tui.model.recording import NO_RECORDING, Recording, Sound
from callrail_tui.session.lookup import Lookup
from callrail_tui.session.worker import Worker

_TOLD_EACH = 128 * 1024
"""Bytes after which progress is told again."""


class Audio(Protocol):
    """Sound that is on its way."""

    @property
    def length(self) -> int | None:
        """Bytes, where they are known."""

    @property
    def chunks(self) -> AsyncGenerator[bytes, None]:
        """The sound, piece by piece."""


OpenAudio = Callable[[str], AbstractAsyncContextManager[Audio]]
"""Opens what a link leads to; it is handed in, since this floor knows no HTTP."""


class Progress(NamedTuple):
    """What is being done with the sound, and how far it is."""

    doing: str
    """`playing` or `saving`."""
    received: int = 0
    length: int | None = None


class Listening:
    """One call's recording from the moment its dialog opens until it closes; the link is kept no longer."""

    def __init__(
        self,
        worker: Worker,
        account: Callable[[], Account],
        call: Call,
        changed: Callable[[], None],
        open_audio: OpenAudio,
        player: Sequence[str] = (),
    ) -> None:
        self.call = call
        self.progress: Progress | None = None
        """Set while it is played or saved."""
        self.outcome = ""
        """What became of the last try, in a sentence, uncleaned."""
        self.error: CallrailTuiError | None = None
        """What stood in its way."""
        self._account = account
        self._changed = changed
        self._open_audio = open_audio
        self._player = player
        self._task: asyncio.Task[str] | None = None
        self._is_known_none = call.state_of("recording") in (FieldState.NULL, FieldState.EMPTY)
        account_id = account().id
        self.lookup: Lookup[Recording] = Lookup(
            worker,
            ("recording", account_id, call.id),
            lambda gateway: gateway.calls.recording(account_id, call.id),
            changed,
        )

    @property
    def recording(self) -> Recording | None:
        """What is known of it; None while it is read, or where it could not be."""
        if self._is_known_none and self.lookup.answer is None and not self.lookup.is_pending:
            return NO_RECORDING
        return self.lookup.answer

    def begin(self) -> None:
        """Ask for the link, unless the call says that there is no recording."""
        if not self._is_known_none:
            self.lookup.ask()

    def again(self) -> None:
        """Ask for a fresh link, whatever the call says: it may have ended meanwhile."""
        self._is_known_none = False
        self.lookup.ask()

    def close(self) -> asyncio.Task[str] | None:
        """The dialog is gone: the link is forgotten and the player ended. The task that is left to end, if there is."""
        self.lookup.close()
        self.stop()
        return self._task

    # Sound ------------------------------------------------------------------------------------------------------

    @property
    def refusal(self) -> str:
        """Why there is nothing to play or to save now; empty where there is."""
        recording = self.recording
        if self.progress is not None:
            return f"It is {self.progress.doing} already: p stops it."
        if recording is None:
            return "The link is not here: r asks for it." if self.lookup.error else "The link is still being read."
        return {
            Sound.NONE: "There is no recording.",
            Sound.STRANGE: "The link leads to a strange host; nothing is fetched from there.",
            Sound.DIRECT: "CallRail sent the sound without a link, so it cannot be fetched without the key.",
        }.get(recording.sound, "")

    @property
    def saving_refusal(self) -> str:
        """Why it may not be saved to a file; empty where it may."""
        hipaa = self._account().hipaa
        if hipaa is True:
            return "The account is under HIPAA: recordings are not saved to files. p plays it without storing it."
        if hipaa is None:
            return "It is not known yet whether the account is under HIPAA, so nothing is saved: try again in a moment."
        return self.refusal

    def play(self) -> None:
        """Hand the sound to the player."""
        self._do("playing", self._played)

    def save(self, path: Path, *, replaces: bool = False) -> None:
        """Write the sound to a file, which takes its name once it is whole."""
        self._do("saving", lambda link: self._saved(link, path, replaces=replaces))

    def stop(self) -> None:
        """Stop playing or saving."""
        if self._task is not None:
            self._task.cancel()

    def _do(self, doing: str, run: Callable[[str], Coroutine[Any, Any, str]]) -> None:
        recording = self.recording
        if recording is None or (self.saving_refusal if doing == "saving" else self.refusal):
            return
        self.progress, self.outcome, self.error = Progress(doing), "", None
        self._task = asyncio.create_task(run(recording.link), name=f"{doing} a recording")
        self._task.add_done_callback(self._ended)
        self._changed()

    def _ended(self, task: asyncio.Task[str]) -> None:
        self.progress = self._task = None
        try:
            self.outcome = "Stopped." if task.cancelled() else task.result()
        except CallrailTuiError as error:
            self.error = error
        finally:
            self._changed()

    async def _played(self, link: str) -> str:
        import os  # late, with the player

        from callrail_tui.session.player import play, player_command  # late: most runs play nothing

        command = player_command(self._player, os.environ.get("PATH"))
        async with self._open_audio(link) as audio, aclosing(audio.chunks) as chunks:
            await play(command, chunks, lambda heard: self._received(heard, audio.length))
        return "Played."

    async def _saved(self, link: str, path: Path, *, replaces: bool) -> str:
        from callrail_tui.storage.sound_file import SoundFile  # late, as above

        with SoundFile(path, replaces=replaces) as file:
            async with self._open_audio(link) as audio, aclosing(audio.chunks) as chunks:
                received = 0
                async for chunk in chunks:
                    await asyncio.to_thread(file.write, chunk)
                    received += len(chunk)
                    self._received(received, audio.length)
            await asyncio.to_thread(file.finish)
        return f"Saved as {path}."

    def _received(self, received: int, length: int | None) -> None:
        before = self.progress
        if before is None:
            return
        self.progress = before._replace(received=received, length=length)
        if received // _TOLD_EACH != before.received // _TOLD_EACH or before.received == 0:
            self._changed()
