"""The course of a call as labelled entries: its milestones, and the turns of what was said (floor 4)."""

from __future__ import annotations

from collections.abc import Iterator

from callrail_tui.model.call import Call, FieldState
from callrail_tui.model.read import mapping, objects, text
from callrail_tui.present.copying import transcript_lines
from callrail_tui.present.detail_entries import Entry, json_text
from callrail_tui.present.text import assemble, display
from callrail_tui.present.values import compact

_MILESTONES = {
    "first_touch": "First touch", "lead_created": "Lead created", "qualified": "Qualified", "last_touch": "Last touch",
}  # fmt: skip


def milestones(call: Call) -> Iterator[Entry]:
    """What is told of each milestone; those of the same words stand together (wire 8.9)."""
    found = mapping(call.raw.get("milestones"))
    told: dict[str, list[str]] = {}
    for name, raw in (found or {}).items():
        stone = mapping(raw)
        words = " · ".join(_told(stone)) if stone is not None else json_text(raw)
        told.setdefault(words or "nothing told", []).append(_MILESTONES.get(name, name))
    for words, labels in told.items():
        yield Entry("Milestone" if len(labels) == 1 else "Milestones",
                    (assemble((", ".join(labels), "italic"), ": ", display(words, limit=4_000)),))  # fmt: skip


def _told(stone: object) -> Iterator[str]:
    for key, value in (mapping(stone) or {}).items():
        if value not in (None, "", {}, []):
            yield f"{key.replace('_', ' ')} {compact(value, 2_000)}"


def transcript(call: Call, *, whole: bool) -> Iterator[Entry]:
    """What was said, a line for each turn; or why there is none."""
    turns = objects(call.raw.get("conversational_transcript"))
    if turns:
        before = None
        for turn in turns:
            speaker = text(turn.get("speaker")) or "?"
            yield Entry("" if speaker == before else speaker.capitalize(), (display(turn.get("phrase"), limit=4_000),))
            before = speaker
        return
    said = transcript_lines(call)
    if said:
        yield Entry("Transcript", tuple(display(line, limit=4_000) for line in said))
    elif whole:
        state = call.state_of("transcription")
        why = (
            "absent: the answer does not hold it"
            if state is FieldState.ABSENT
            else "the plan gives none, none was recorded, or it is not ready yet"
        )
        yield Entry("no transcript", (display(why, style="dim italic"),))
