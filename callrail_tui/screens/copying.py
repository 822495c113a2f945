"""What the explorer gives away of a call: parts of it for the clipboard (floor 6)."""

from __future__ import annotations

from datetime import date

from callrail_tui.messages import CopyAsked
from callrail_tui.model.call import Call
from callrail_tui.present.copying import WHOLE_PARTS, copyable
from callrail_tui.screens.asides import AsideKeys
from callrail_tui.screens.columns import ColumnedScreen
from callrail_tui.text import clean

_NO_CALL = "No call is selected."


class CopyingScreen(AsideKeys, ColumnedScreen):
    """Copies at once what is here, and else once the whole call is; a later wish takes the place of an earlier one."""

    _copy_wish: tuple[str, str] | None = None
    """The call and the part that are copied once the call is here."""

    @property
    def call(self) -> Call | None:
        """The call that keys act on: the whole one where it is here."""
        call = self.list_pane.call
        if call is None or self.session is None:
            return None
        whole = self.session.details.get(call.id)
        return call if whole is None else self.session.edits.shown(whole)

    def action_copy(self) -> None:
        """One more key says what to copy."""
        if self.call is None:
            self.notify(_NO_CALL, markup=False)
            return
        from callrail_tui.screens.dialogs.copy_menu import CopyMenu  # late, as every dialog: not before the first paint

        self.app.push_screen(CopyMenu(), self._part_chosen)

    def _part_chosen(self, part: str | None) -> None:
        if part is not None:
            self.action_copy_part(part)

    def action_copy_part(self, part: str) -> None:
        """Copy one part of the call, or say why there is none."""
        call, session = self.call, self.session
        if call is None or session is None:
            self.notify(_NO_CALL, markup=False)
        elif part in WHOLE_PARTS and call.id and session.details.get(call.id) is None:
            self._copy_wish = (call.id, part)
            session.details.want(call.id)
            self.notify("Reading the whole call, then copying.", markup=False)
        else:
            self._copy(call, part)

    def copy_answered(self, call_id: str) -> None:
        """The whole call is here, or could not be read: copy what was asked of it."""
        if self._copy_wish is None or self._copy_wish[0] != call_id or self.session is None:
            return
        part, self._copy_wish = self._copy_wish[1], None
        whole, error = self.session.details.get(call_id), self.session.details.error(call_id)
        if whole is not None:
            self._copy(whole, part)
        elif error is not None:
            self.notify(clean(f"Nothing was copied: {error.title}"), markup=False)

    def _copy(self, call: Call, part: str) -> None:
        what = copyable(call, part)
        if what.missing:
            self.notify(clean(f"Nothing to copy: {what.missing}."), markup=False)
        else:
            self.post_message(CopyAsked(what))

    def day(self) -> date:
        """The day on this machine."""
        return self.today()

    def looked_at(self) -> Call | None:
        """The call under the cursor."""
        return self.call
