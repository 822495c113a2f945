"""Going from place to place, and out of the program (floor 7; design 4, places, and promise 12)."""

from __future__ import annotations

from abc import abstractmethod
from datetime import date
from typing import TYPE_CHECKING, Any

from textual import on
from textual.app import App, ReturnType
from textual.screen import Screen

from callrail_tui.keymap import ACCOUNT, INSIGHTS, OUTBOX, TAGS, TRIAGE
from callrail_tui.messages import (
    AccountAsked,
    CallAsked,
    CallerAsked,
    CallsAsked,
    HistoryRewritten,
    SessionChanged,
    TagAsked,
)
from callrail_tui.opener import Opener
from callrail_tui.screens.explorer import ExplorerScreen
from callrail_tui.screens.place import PlaceScreen
from callrail_tui.session.facts import Fact
from callrail_tui.session.session import Session
from callrail_tui.storage.settings import Settings
from callrail_tui.text import clean

if TYPE_CHECKING:
    from callrail_tui.screens.connections import ConnectionsScreen
    from callrail_tui.screens.opening import ChoiceScreen, NoticeScreen

_NO_CALLS_YET = "There is no account on the screen yet."


class GoingApp(App[ReturnType]):
    """App mixin: at most one place stands over the calls, and another one's key goes there directly."""

    settings: Settings
    opener: Opener
    explorer: ExplorerScreen
    parting = ""
    """What is printed once the screen is gone."""

    @abstractmethod
    def today(self) -> date:
        """The day on this machine."""

    def exit(self, *args: Any, **kwargs: Any) -> None:
        """End; whatever ends it, what somebody is writing is kept (promise 17)."""
        for screen in self.screen_stack if self._screen_stack else ():
            keep = getattr(screen, "keep_draft", None)
            if keep is not None:
                keep()
        self._tell_of_export()
        super().exit(*args, **kwargs)

    def _tell_of_export(self) -> None:
        """Say once the screen is gone that an export which is not finished can be gone on with."""
        session = self.opener.session
        exports = session.begun_exports if session is not None else None
        if exports is None or exports.current is None or not exports.is_busy:
            return
        from callrail_tui.present.exports import stays  # late: most runs export nothing

        words = clean(stays(exports.current.progress))
        if words not in self.parting:
            self.parting = "\n".join(line for line in (self.parting, words) if line)

    # The session ------------------------------------------------------------------------------------------------

    def show_session(self, session: Session) -> None:
        """Show this session in the explorer, and pass on its facts to whatever place stands over it."""
        self.back_to_calls()

        def pass_on(fact: Fact) -> None:
            self.explorer.post_message(SessionChanged(fact))
            here = self.place
            if here is not None and here.session is session:
                here.post_message(SessionChanged(fact))

        session.subscribe(pass_on)
        self.explorer.attach(session)
        for fact in session.facts_so_far():
            pass_on(fact)

    def session_identified(self) -> None:
        """The names are known."""
        self.explorer.identified()

    # The places -------------------------------------------------------------------------------------------------

    @property
    def place(self) -> PlaceScreen | None:
        """The place that stands over the calls, under whatever dialog."""
        return next((screen for screen in reversed(self.screen_stack) if isinstance(screen, PlaceScreen)), None)

    def go_to(self, name: str) -> None:
        """Go to a place by its name in the action table; nothing happens where the person is there."""
        session, here = self.opener.session, self.place
        if session is not None and self.choice is not None:
            self.choice.action_back()  # The connections are a place like another, where there are calls to go back to.
        if session is None or self.choice is not None or self.notice is not None:
            self.notify(_NO_CALLS_YET, markup=False)
        elif here is None:
            self.push_screen(self._made(name, session))
        elif name != here.PLACE and self.screen is here:
            self.switch_screen(self._made(name, session))

    def back_to_calls(self) -> bool:
        """Back to the calls; False where no place is to be left."""
        if (here := self.place) is None:
            return False
        while self.screen_stack[-1] is not here:
            self.pop_screen()  # A dialog of that place.
        self.pop_screen()
        return True

    def _made(self, name: str, session: Session) -> Screen[Any]:
        session.edits.begin()  # Where the calls could not be read it has not begun yet.
        # Late, all of them: none is there at the first paint.
        if name == OUTBOX:
            from callrail_tui.screens.outbox import OutboxScreen

            return OutboxScreen(session, self.today)
        if name == ACCOUNT:
            from callrail_tui.screens.account import AccountScreen

            return AccountScreen(session)
        if name == INSIGHTS:
            from callrail_tui.screens.insights import InsightsScreen

            return InsightsScreen(session, self.explorer.inquiry.query, self.today)
        if name == TAGS:
            from callrail_tui.screens.tags import TagsScreen

            return TagsScreen(session, *self.explorer.kept_favourites)
        if name == TRIAGE:
            from callrail_tui.screens.outcomes import with_outcomes
            from callrail_tui.screens.triage import TriageScreen

            of, store = self.explorer.kept_favourites
            return with_outcomes(TriageScreen, self.settings.outcomes, TRIAGE)(
                session,
                self.explorer.inquiry.query,
                self.today,
                reviewed_tag=self.settings.reviewed_tag,
                favourites_of=of,
                store_favourite=store,
            )
        raise LookupError(name)

    @property
    def choice(self) -> ChoiceScreen | ConnectionsScreen | None:
        """The choice of a connection or account, where it is on the screen."""
        if self.screen is self.explorer:
            return None
        from callrail_tui.screens.connections import ConnectionsScreen  # late: most runs start with nothing to ask
        from callrail_tui.screens.opening import ChoiceScreen

        return self.screen if isinstance(self.screen, (ChoiceScreen, ConnectionsScreen)) else None

    @property
    def notice(self) -> NoticeScreen | None:
        """What the opening has to tell, where it is on the screen."""
        if self.screen is self.explorer:
            return None
        from callrail_tui.screens.opening import NoticeScreen  # late, as above

        return self.screen if isinstance(self.screen, NoticeScreen) else None

    def action_calls(self) -> None:
        """Back to the calls."""
        if (aside := self.choice or self.notice) is not None:
            aside.action_back()
        else:
            self.back_to_calls()

    def action_connections(self) -> None:
        """Choose the connection and the account."""
        if self.notice is not None:
            self.notice.dismiss(False)
        if self.choice is None:
            self.back_to_calls()
            self.opener.choose()

    def action_work(self) -> None:
        """Work through calls, one card after the other."""
        self.go_to(TRIAGE)

    def action_tags(self) -> None:
        """See to the tags."""
        self.go_to(TAGS)

    def action_account(self) -> None:
        """See accounts, users, integrations and notifications."""
        self.go_to(ACCOUNT)

    def action_insights(self) -> None:
        """See sums over the calls."""
        self.go_to(INSIGHTS)

    def action_outbox(self) -> None:
        """See what becomes of decisions."""
        self.go_to(OUTBOX)

    def action_budget(self) -> None:
        """Show what is left of the hour and the day."""
        if (session := self.opener.session) is None:
            self.notify(_NO_CALLS_YET, markup=False)
            return
        from callrail_tui.screens.dialogs.budget import BudgetDialog  # late, as every dialog

        self.push_screen(BudgetDialog(session))

    @on(CallAsked)
    def _show_call(self, event: CallAsked) -> None:
        self.back_to_calls()
        self.explorer.go_to_call(event.call_id)

    @on(AccountAsked)
    def _go_over(self, event: AccountAsked) -> None:
        if not self.opener.go_over(event.account):
            self.notify("The connection is still being looked up: press enter again in a moment.", markup=False)

    @on(CallsAsked)
    def _show_calls(self, event: CallsAsked) -> None:
        self.back_to_calls()
        self.explorer.ask(self.explorer.inquiry.asking(event.query))
        if event.words:
            self.notify(clean(event.words), markup=False)

    @on(TagAsked)
    def _show_tag(self, event: TagAsked) -> None:
        self.back_to_calls()
        self.explorer.ask_for_tag(event.name)

    @on(CallerAsked)
    def _show_caller(self, event: CallerAsked) -> None:
        self.back_to_calls()
        self.explorer.ask_for_caller(event.term)

    @on(HistoryRewritten)
    def _read_again(self) -> None:
        """Tags have other names now, which the loaded calls do not show."""
        self.explorer.refresh_all()

    # Out --------------------------------------------------------------------------------------------------------

    def action_leave(self) -> None:
        """From another place back to the calls; on the calls, and before there are any, quit."""
        aside = self.choice or self.notice
        if aside is not None and self.opener.session is not None:
            aside.action_back()
        elif aside is not None or not self.back_to_calls():
            self.leave()

    async def action_quit(self) -> None:
        """Quit from anywhere."""
        self.leave()

    def leave(self) -> None:
        """End, once what was decided is sent or has had ten seconds; a second time at once (promise 12)."""
        session = self.opener.session
        edits = session.begun_edits if session is not None else None
        pending = edits.unsent if edits is not None else 0
        if edits is None or not pending:
            self.exit()
            return
        from callrail_tui.screens.dialogs.sending import SendingDialog  # late, as every dialog

        if isinstance(self.screen, SendingDialog):
            self.screen.action_leave()
            return
        dialog = SendingDialog(pending, edits.drain)

        def left(is_over: bool | None) -> None:
            if is_over:
                self.parting = dialog.last_words
                self.exit()

        self.push_screen(dialog, left)
