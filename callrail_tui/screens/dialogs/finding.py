"""The dialogs that change the question: dates, sort, filter, and taking filters away (wire 4, 8.1, 8.2)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from callrail_tui.errors import CallrailTuiError
from callrail_tui.model.dates import UnreadableDates, read_range
from callrail_tui.model.fields import SORT_FIELDS
from callrail_tui.model.query import CallQuery, DatePreset
from callrail_tui.present.chips import FILTER_LABELS, PRESET_WORDS, WORDS, Chip, chips, dates_words
from callrail_tui.present.text import display
from callrail_tui.screens.dialogs.picking import ONE, SEVERAL, PickingDialog
from callrail_tui.widgets.picker import Entry, Picker


class DatesDialog(PickingDialog[CallQuery]):
    """Choose a preset, or type days."""

    def __init__(self, query: CallQuery, defaults: CallQuery, today: date) -> None:
        self._query = query
        self._defaults = defaults
        self._today = today
        picker = Picker(self._entries(), placeholder="7d · 2026-02-01 · 2026-01-01 2026-02-01", read=self._read)
        super().__init__(display("Which days?"), picker, keys=ONE)

    def _entries(self) -> list[Entry]:
        query, defaults = self._query, self._defaults
        standing = (query.start_date, query.end_date) == (defaults.start_date, defaults.end_date)
        entries = [Entry("default", "everything that is kept", marked=standing, aside="25 months")]
        for preset, words in PRESET_WORDS.items():
            aside = "refused when it reaches beyond 25 months" if preset is DatePreset.ALL_TIME else ""
            entries.append(Entry(preset.value, words, marked=query.date_range is preset, aside=aside))
        if query.date_range is None and not standing:
            entries.insert(0, Entry("same", dates_words(query), marked=True))
        return entries

    def _read(self, typed: str) -> Entry | str | None:
        try:
            days = read_range(typed, self._today)
        except UnreadableDates as trouble:
            return str(trouble)
        span = (days.last - days.first).days + 1
        return Entry(f"{days.first} {days.last}", f"{days.first} to {days.last}", aside=f"{span} days")

    def taken(self, entry: Entry) -> None:
        """Leave with the query on other days."""
        if entry.id == "same":
            self.dismiss(None)
        elif entry.id == "default":
            start, end = self._defaults.start_date, self._defaults.end_date
            self.dismiss(self._query.changed(date_range=None, start_date=start, end_date=end))
        elif " " in entry.id:
            start, end = entry.id.split(" ")
            self.dismiss(self._query.changed(date_range=None, start_date=start, end_date=end))
        else:
            self.dismiss(self._query.changed(date_range=DatePreset(entry.id), start_date=None, end_date=None))


_WAYS = {
    "start_time": ("oldest first", "newest first"),
    "duration": ("shortest first", "longest first"),
    "customer_phone_number": ("lowest first", "highest first"),
    "answered": ("not answered first", "answered first"),
    "first_call": ("repeat callers first", "first calls first"),
}


class SortDialog(PickingDialog[CallQuery]):
    """Choose what the list is sorted by, and which way."""

    def __init__(self, query: CallQuery) -> None:
        self._query = query
        now = (query.sort or "start_time", query.order or "desc")
        entries = []
        for name, label in SORT_FIELDS.items():
            up, down = _WAYS.get(name, ("A to Z", "Z to A"))
            ways = (
                (("desc", down), ("asc", up)) if name in ("start_time", "duration") else (("asc", up), ("desc", down))
            )
            for order, words in ways:
                entries.append(Entry(f"{name} {order}", f"{label}, {words}", marked=now == (name, order)))
        super().__init__(display("Sort by what?"), Picker(entries, placeholder="time · name · length …"), keys=ONE)

    def taken(self, entry: Entry) -> None:
        """Leave with the query in another order; newest first is the server's own and is not named."""
        name, order = entry.id.split(" ")
        if (name, order) == ("start_time", "desc"):
            self.dismiss(self._query.changed(sort=None, order=None))
        else:
            self.dismiss(self._query.changed(sort=name, order=order))


_PRESETS = {
    "untouched": ("Untouched", "not scored yet", {"lead_status": "not_scored"}),
    "missed": ("Missed", "nobody answered, no voicemail", {"answer_status": "missed"}),
    "first": ("First-time callers", "", {"call_type": "first_call"}),
}


class FilterDialog(PickingDialog[CallQuery]):
    """Mark filters; one value of each kind holds, and any number of tags (a call with any of them matches)."""

    def __init__(self, query: CallQuery, defaults: CallQuery, tags: Sequence[str] | None) -> None:
        self._query = query
        self._defaults = defaults
        self._tags_in_force = query.tags
        self._tags = tags
        self._trouble: CallrailTuiError | None = None
        placeholder = "untouched · missed · a tag …"
        picker = Picker(self._entries(), placeholder=placeholder, several=True, awaits_more=tags is None)
        super().__init__(display("Show only which calls?"), picker, keys=SEVERAL)

    def _entries(self) -> list[Entry]:
        query = self._query
        plain = not chips(query.changed(company_id=None, tracker_id=None), self._defaults, lambda _: None)
        entries = [Entry("preset all", "All calls", aside="no filter, every day that is kept", marked=plain)]
        entries += [
            Entry(f"preset {name}", label, aside=aside, marked=self._is_on(changes))
            for name, (label, aside, changes) in _PRESETS.items()
        ]
        today = query.date_range is DatePreset.TODAY
        entries.append(Entry("preset today", "Today", marked=today))
        for kind, words in WORDS.items():
            for value, label in words.items():
                marked = getattr(query, kind) == value
                entries.append(Entry(f"{kind} {value}", label, FILTER_LABELS[kind], marked=marked))
        names = self._tags if self._tags is not None else ()
        for name in dict.fromkeys((*self._tags_in_force, *names)):  # As on opening: a mark moves no line.
            entries.append(Entry(f"tag {name}", name, "Tag", marked=name in query.tags))
        if self._trouble is not None:
            entries.append(Entry("loading", self._trouble.title, "Tag", aside="esc, then f reads the tags again"))
        elif self._tags is None:
            entries.append(Entry("loading", "tags are on their way", "Tag"))
        return entries

    def _is_on(self, changes: dict[str, str]) -> bool:
        return all(getattr(self._query, name) == value for name, value in changes.items())

    def show_tags(self, tags: Sequence[str], error: CallrailTuiError | None = None) -> None:
        """The tags have arrived, or could not be read."""
        self._tags = tags
        self._trouble = error
        self.picker.complete(self._entries())

    def taken(self, entry: Entry) -> None:
        """Mark or unmark."""
        kind, _, value = entry.id.partition(" ")
        if kind == "preset" and value == "all":
            scope = {"company_id": self._query.company_id, "tracker_id": self._query.tracker_id}
            self._query = self._defaults.changed(**scope, fields=self._query.fields)
        elif kind == "preset" and value == "today":
            on = self._query.date_range is DatePreset.TODAY
            dates = {"start_date": self._defaults.start_date, "end_date": self._defaults.end_date}
            cleared = self._query.changed(date_range=None, **dates)
            today = self._query.changed(date_range=DatePreset.TODAY, start_date=None, end_date=None)
            self._query = cleared if on else today
        elif kind == "preset":
            changes = _PRESETS[value][2]
            on = self._is_on(changes)
            self._query = self._query.changed(**{name: None if on else wanted for name, wanted in changes.items()})
        elif kind == "tag":
            tags = set(self._query.tags) ^ {value}
            self._query = self._query.changed(tags=tuple(tags))
        elif kind in WORDS:
            on = getattr(self._query, kind) == value
            self._query = self._query.changed(**{kind: None if on else value})
        self.picker.replace_entries(self._entries())

    def applied(self) -> None:
        """Leave with what is marked."""
        self.dismiss(self._query)


class ClearDialog(PickingDialog[CallQuery]):
    """Take one filter away, or all."""

    def __init__(self, applied: Iterable[Chip], all_cleared: CallQuery) -> None:
        applied = list(applied)
        self._cleared = {chip.id: chip.cleared for chip in applied}
        self._all = all_cleared
        entries = [Entry("", "all of them"), *(Entry(chip.id, chip.label.plain) for chip in applied)]
        super().__init__(display("Take which filter away?"), Picker(entries, placeholder="all"), keys=ONE)

    def taken(self, entry: Entry) -> None:
        """Leave with the query without it."""
        self.dismiss(self._cleared.get(entry.id, self._all))
