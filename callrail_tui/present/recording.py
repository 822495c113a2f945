"""What is said of a call's recording, and which links a call has (floor 4; wire 10.1)."""

from typing import NamedTuple

from textual.content import Content

from callrail_tui.errors import CallrailTuiError
from callrail_tui.model.call import Call, Outcome
from callrail_tui.model.fields import CALL_FIELDS
from callrail_tui.model.read import integer, items, text
from callrail_tui.model.recording import Recording, Sound
from callrail_tui.present.failures import quoted
from callrail_tui.present.text import assemble, display
from callrail_tui.present.times import duration

_LINKS = ("recording_player", "timeline_url", "landing_page_url", "last_requested_url", "referring_url")
_LABEL = 17


class CallLink(NamedTuple):
    """A link of a call: shown, copied, and never opened by itself."""

    label: str
    address: str
    is_secret: bool = False
    """Whether it lets anyone listen."""

    def __repr__(self) -> str:
        return f"CallLink({self.label!r})"


class RecordingFacts(NamedTuple):
    """What is known of the recording by now."""

    call: Call
    recording: Recording | None = None
    error: CallrailTuiError | None = None
    hipaa: bool = False


def recording_words(facts: RecordingFacts) -> Content:
    """How it stands with the recording, in a few sentences."""
    recording, error = facts.recording, facts.error
    if error is not None:
        words = assemble(("The link could not be read: ", "bold"), error.title, " ", error.hint, " r asks again.")
        return assemble(words, *quoted(error), separator="\n")
    if recording is None:
        return display("Reading the link …")
    match recording.sound:
        case Sound.LINK:
            return _of_link(facts, recording)
        case Sound.STRANGE:
            return assemble(
                ("This link leads to a host that is not CallRail's. ", "bold"),
                "It is shown and can be copied; it is neither opened nor played here.",
            )
        case Sound.DIRECT:
            return assemble(
                ("CallRail sent the sound itself in place of a link. ", "bold"),
                "Only the key opens it, so there is nothing to hand on; the player's link below, if there is one, "
                "plays it in a browser.",
            )
        case _:
            return _of_none(facts.call)


def _of_link(facts: RecordingFacts, recording: Recording) -> Content:
    seconds = integer(facts.call.raw.get("recording_duration"))
    length = f"Recorded: {duration(seconds)}. " if seconds is not None else "There is a recording. "
    words = "Whoever has the link can listen; it is kept only while this is open."
    if facts.hipaa or recording.is_stored_by_link:
        words = "The link lives about 24 hours and is not stored. Whoever has it can listen."
    if facts.hipaa:
        words += " The account is under HIPAA: the recording is not saved to a file."
    return assemble((length, "bold"), words)


def _of_none(call: Call) -> Content:
    likely = {
        Outcome.IN_PROGRESS: "the call is still going on",
        Outcome.MISSED: "nobody answered",
        Outcome.ABANDONED: "the caller hung up first",
    }.get(call.outcome)
    if likely is not None:
        return assemble(("There is no recording: ", "bold"), likely, ". r asks again.")
    return assemble(
        ("There is no recording. ", "bold"),
        "Recording may be off, nobody may have answered, the call may be going on still, or it was deleted. "
        "r asks again.",
    )


def progress_words(doing: str, received: int, length: int | None) -> Content:
    """How far playing or saving is."""
    size = f"{_kilobytes(received)}/{_kilobytes(length)} KB" if length else f"{_kilobytes(received)} KB"
    stops = "p stops" if doing == "playing" else "p stops it, and leaves no file"
    return assemble((f"{doing.capitalize()}: ", "bold"), f"{size} · {stops}")


def failure_words(error: CallrailTuiError) -> Content:
    """Why it was not played or saved, and the cure."""
    words = assemble((error.title, "bold"), " ", error.hint)
    return assemble(words, *quoted(error), separator="\n")


def _kilobytes(size: int) -> str:
    return f"{-(-size // 1024):,}"


def call_links(call: Call, recording: Recording | None) -> list[CallLink]:
    """The links of a call with their labels, that of the recording first.

    The call's own `recording` is left out: it is an address of the API, which opens only with a key.
    """
    found = [CallLink("Recording", recording.link, True)] if recording is not None and recording.link else []
    for name in _LINKS:
        if (address := text(call.raw.get(name))) is not None:
            found.append(CallLink(CALL_FIELDS[name].label, address, CALL_FIELDS[name].secret))
    pictures = [address for one in items(call.raw.get("waveforms")) if (address := text(one)) is not None]
    found += [CallLink(f"Waveform {number}", address) for number, address in enumerate(pictures, 1)]
    return found


def link_line(link: CallLink) -> Content:
    """A link in one line, which the list cuts where it is too long."""
    return assemble((link.label.ljust(_LABEL), "bold"), display(link.address, limit=400))
