"""What happens to a call of a tracker, as an indented outline (wire 11, `call_flow`)."""

from collections.abc import Iterator
from typing import NamedTuple

from callrail_tui.model.read import Json, boolean, items, mapping, objects, text

_MOST_LINES = 200
_DEEPEST = 12
_LONGEST = 160
_OWN = ("id", "type", "timeout_step_id", "menu_options", "next_step_id")


class FlowLine(NamedTuple):
    """One line of the outline."""

    depth: int
    words: str


def call_flow_outline(flow: object) -> tuple[FlowLine, ...]:
    """The flow in order, each step below the one that leads to it; odd shapes are told, never left out silently."""
    raw = mapping(flow)
    if raw is None:
        return (FlowLine(0, "not said" if flow in (None, "") else f"of an unknown form: {str(flow)[:_LONGEST]}"),)
    lines = [FlowLine(0, _recording(raw))]
    if text(raw.get("type")) == "advanced" or raw.get("steps") is not None:
        lines += _advanced(raw)
    else:
        lines += _basic(raw)
    return tuple(lines[:_MOST_LINES])


def _recording(raw: Json) -> str:
    recorded = boolean(raw.get("recording_enabled"))
    kind = text(raw.get("type")) or "of no named kind"
    return f"{kind}, {'recorded' if recorded else 'not recorded' if recorded is False else 'recording not said'}"


def _basic(raw: Json) -> Iterator[FlowLine]:
    if greeting := text(raw.get("greeting_text")):
        yield FlowLine(0, f"says “{greeting[:_LONGEST]}”")
    if raw.get("greeting_recording_url"):
        yield FlowLine(0, "plays a recorded greeting")
    yield FlowLine(0, f"rings {text(raw.get('destination_number')) or 'no number'}")
    known = ("type", "recording_enabled", "greeting_text", "greeting_recording_url", "destination_number")
    yield from (FlowLine(0, f"{name}: {_short(value)}") for name, value in raw.items() if name not in known)


def _advanced(raw: Json) -> Iterator[FlowLine]:
    steps = {name: step for step in objects(raw.get("steps")) if (name := text(step.get("id")))}
    if uuid := text(raw.get("uuid")):
        yield FlowLine(0, f"the flow {uuid}")
    seen: set[str] = set()
    first = text(raw.get("initial_step_id"))
    if first is not None:
        yield from _step(first, steps, seen, 0, "")
    elif steps:
        yield FlowLine(0, "where it begins is not said")
    for name in steps:
        if name not in seen:
            if first is not None:
                yield FlowLine(0, "never reached:")
            yield from _step(name, steps, seen, 1 if first is not None else 0, "")


def _step(name: str, steps: dict[str, Json], seen: set[str], depth: int, lead: str) -> Iterator[FlowLine]:
    step = steps.get(name)
    if step is None:
        yield FlowLine(depth, f"{lead}a step that is not there ({name[:40]})")
        return
    if name in seen:
        yield FlowLine(depth, f"{lead}back to {_kind(step)}")
        return
    seen.add(name)
    yield FlowLine(depth, lead + _words(step))
    if depth >= _DEEPEST:
        yield FlowLine(depth, "…")
        return
    for option in objects(step.get("menu_options")):
        pressed = f"{text(option.get('key')) or '?'}{_described(option)}: "
        following = text(option.get("next_step_id"))
        if following is None:
            yield FlowLine(depth + 1, f"{pressed}nothing")
        else:
            yield from _step(following, steps, seen, depth + 1, pressed)
    if after := text(step.get("timeout_step_id")):
        yield from _step(after, steps, seen, depth + 1, "if nobody answers: ")
    if following := text(step.get("next_step_id")):
        yield from _step(following, steps, seen, depth, "then ")


def _described(option: Json) -> str:
    description = text(option.get("description"))
    return f" ({description[:60]})" if description else ""


def _kind(step: Json) -> str:
    return (text(step.get("type")) or "a step of no kind").replace("_", " ")


def _words(step: Json) -> str:
    kind = text(step.get("type"))
    prompt = text(step.get("prompt_text"))
    said = (
        f", says “{prompt[:_LONGEST]}”" if prompt else ", plays a recording" if step.get("prompt_recording_id") else ""
    )
    if kind == "dial":
        seconds = text(step.get("timeout"))
        return f"rings {text(step.get('destination_number')) or 'no number'}{f' for {seconds} s' if seconds else ''}"
    if kind == "voicemail":
        return f"voicemail{said}{', transcribed' if boolean(step.get('transcribe')) else ''}"
    if kind == "menu":
        return f"menu{said}"
    known = (*_OWN, "prompt_text", "prompt_type", "prompt_recording_id")
    rest = [f"{name}: {_short(value)}" for name, value in step.items() if name not in known]
    return _kind(step) + said + (f" ({', '.join(rest)[:_LONGEST]})" if rest else "")


def _short(value: object) -> str:
    plain = text(value)
    if plain is not None:
        return plain[:_LONGEST]
    listed = [text(one) for one in items(value)]
    return ", ".join(one for one in listed if one)[:_LONGEST] or (
        "none" if value in (None, [], {}) else str(value)[:60]
    )
