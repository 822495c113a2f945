"""`callrail-tui export`: the same export as `x`, without a screen (floor 8; design 4)."""

from __future__ import annotations

import asyncio
from collections.abc import MutableMapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO

from callrail_tui import collector
from callrail_tui.errors import CallrailTuiError, ConfigError
from callrail_tui.model.directory import Account
from callrail_tui.model.export_fields import all_fields, fields_of_columns, permitted
from callrail_tui.model.export_formats import Format, Sheet
from callrail_tui.model.export_plan import Plan, Progress, plan_of, plan_query
from callrail_tui.model.fields import CALL_FIELDS
from callrail_tui.model.query import CallQuery
from callrail_tui.model.views import DEFAULT_VIEW, view_query
from callrail_tui.present.exports import ended, share
from callrail_tui.session.export_facts import ExportFact
from callrail_tui.session.exports import Exports
from callrail_tui.session.opening import Ready, Wish, open_account
from callrail_tui.startup import choose_hosts, choose_key, make_settings, state_folder
from callrail_tui.storage.config import Config, read_config
from callrail_tui.storage.export_file import LeftOver
from callrail_tui.storage.paths import config_dir, ui_state_file
from callrail_tui.storage.ui_state import UiStateFile
from callrail_tui.text import clean

if TYPE_CHECKING:
    import argparse

    from callrail_tui.session.background_run import BackgroundRun
    from callrail_tui.session.worker import Worker
    from callrail_tui.storage.settings import Settings

DONE, FAILED = 0, 1
REPORT: Final = "report"
_USUAL: Final = (
    "when",
    "outcome",
    "length",
    "who",
    "number",
    "company",
    "tracker",
    "source",
    "lead",
    "flags",
    "value",
    "tags",
)
"""The columns that a list shows unless somebody chose others."""


def export(options: argparse.Namespace, environ: MutableMapping[str, str], out: TextIO, err: TextIO) -> int:
    """Export what the options name; the exit code. ConfigError for what cannot be meant."""
    # Not by choose_config: the keys of outcomes are no business of this command, and judging them loads Textual.
    config = Config() if options.demo else read_config(config_dir())
    hosts = choose_hosts(options, environ, config)
    key = choose_key(options, environ, config)
    if key is None and not options.demo:
        raise ConfigError("There is no key.", "Copy it from https://maton.ai/settings into MATON_API_KEY.")
    with state_folder(options) as folder:
        settings = make_settings(options, config, hosts, key, folder)
        try:
            return asyncio.run(_Command(options, settings, out, err).run())
        except KeyboardInterrupt:
            _say(err, "\nStopped. The same command goes on with what is written.")
            raise


class _Command:
    """One run."""

    def __init__(self, options: argparse.Namespace, settings: Settings, out: TextIO, err: TextIO) -> None:
        self._options = options
        self._settings = settings
        self._out = out
        self._err = err
        self._today = datetime.now().astimezone().date()
        self._over = asyncio.Event()
        self._shown = ""

    async def run(self) -> int:
        """Find the account, export, and say how it ended."""
        worker = _worker(self._settings)
        try:
            account = await self._account(worker)
            exports = Exports(worker, account.id, self._hear)
            collector.resume()
            try:
                run = self._begun(exports, account)
                while run.progress.is_at_work:
                    self._over.clear()
                    await self._over.wait()
                    self._show(run.progress)
            finally:
                await exports.close()
            self._show(None)
            stream = self._out if run.progress.is_over else self._err
            _say(stream, _for_shell(run.progress))
            return DONE if run.progress.is_over else FAILED
        except ConfigError:
            raise
        except CallrailTuiError as error:
            hint = f"\n  {error.hint.replace('press r', 'run this again')}" if error.hint else ""
            _say(self._err, f"callrail-tui: {error.title}{hint}")
            return FAILED
        finally:
            await worker.close()
            worker.budget.close()

    async def _account(self, worker: Worker) -> Account:
        settings = self._settings
        path = None if settings.demo else ui_state_file(settings.state_dir)
        remembered = UiStateFile(path, lambda trouble: None).load()
        place = remembered.accounts.get(settings.connection or remembered.connection_id or "")
        wish = Wish(
            settings.connection,
            settings.account,
            remembered.connection_id,
            place.account_id if place is not None else None,
            takes_default=settings.demo,
        )
        opened = await open_account(worker, wish)
        if isinstance(opened, Ready):
            return opened.account
        raise ConfigError(
            "Which account is meant is not clear, or it is not there.",
            "Name it with --connection and --account; callrail-tui doctor lists what there is.",
        )

    def _begun(self, exports: Exports, account: Account) -> BackgroundRun[object]:
        target = Path(self._options.output).expanduser().absolute()
        if (refusal := exports.refusal(target)) is not None:
            raise ConfigError(refusal.title, refusal.hint)
        if self._options.format == REPORT:
            return self._report(exports, account, target)  # type: ignore[return-value]
        plan = self._plan(account)
        left_over = exports.left_over_at(target)
        if left_over is not None and not self._options.replace:
            if not _is_same(left_over, plan):
                raise ConfigError(
                    "Another export of this name is not finished.", "Name another file, or add --replace."
                )
            _say(self._err, f"Going on behind page {left_over.pages:,} of an earlier run.")
            return exports.go_on(left_over, self._today)  # type: ignore[return-value]
        self._check_free(target)
        return exports.begin(plan, target, replace=self._options.replace)  # type: ignore[return-value]

    def _check_free(self, target: Path) -> None:
        if target.exists() and not self._options.replace:
            raise ConfigError(f"There is a file {target} already.", "Name another one, or add --replace.")

    def _query(self) -> CallQuery:
        query = view_query(self._settings.view or DEFAULT_VIEW, self._today)
        if self._settings.companies:
            query = query.changed(company_id=self._settings.companies[0])
        start, end = self._options.start, self._options.end
        if start or end:
            base = view_query(DEFAULT_VIEW, self._today)
            query = query.changed(
                date_range=None, start_date=start or base.start_date, end_date=end or base.end_date, time_zone="user"
            )
        return query

    def _plan(self, account: Account) -> Plan:
        wanted = _fields(self._options.fields)
        fields = permitted(wanted, links=self._options.links, hipaa=account.hipaa is True)
        sheet = Sheet(Format(self._options.format), fields, self._options.bom, self._options.links)
        return plan_query(self._query(), sheet, None, datetime.now(UTC))

    def _report(self, exports: Exports, account: Account, target: Path) -> object:
        from callrail_tui.model.report import why_no_report  # late: only a report needs these two
        from callrail_tui.session.reporting import ReportWish

        query = self._query()
        if why := why_no_report(query):
            raise ConfigError("A report of these calls would not be true.", why)
        self._check_free(target)
        wish = ReportWish(query, account.name or account.id, query.company_id, "")
        return exports.begin_report(wish, target, lambda: self._today, replace=self._options.replace)

    def _hear(self, fact: ExportFact) -> None:
        self._over.set()

    def _show(self, progress: Progress | None) -> None:
        """Count on a terminal, in one line; elsewhere nothing is said before the end."""
        if not self._err.isatty():
            return
        words = f"{share(progress)} requests, {progress.calls:,} calls" if progress is not None else ""
        if progress is not None and progress.error is not None:
            words += f": {clean(progress.error.title)}"
        self._err.write("\r" + words.ljust(len(self._shown)) + ("\r" if progress is None else ""))
        self._err.flush()
        self._shown = words


def _worker(settings: Settings) -> Worker:
    from callrail_tui.reach import reach  # late: it is the app's own way, and needs none of the app

    return reach(settings, lambda: datetime.now().astimezone()).connect(None)


def _fields(wanted: str) -> tuple[str, ...]:
    if wanted == "all":
        return all_fields()
    if wanted == "list":
        return fields_of_columns(_USUAL)
    names = tuple(dict.fromkeys(name.strip() for name in wanted.split(",") if name.strip()))
    unknown = [name for name in names if name not in CALL_FIELDS or CALL_FIELDS[name].single_only]
    if unknown or not names:
        raise ConfigError(f"There is no field {', '.join(unknown)} in a list." if unknown else "No field is named.",
                          "Name fields as CallRail does, as in id,start_time,note; or say list or all.")  # fmt: skip
    return names


def _is_same(left_over: LeftOver, plan: Plan) -> bool:
    """Whether what is left over was to become what is asked for now, whatever day it began on."""
    known = plan_of(left_over.head.get("plan"))
    if known is None:
        return False
    dates: dict[str, None] = {"start_date": None, "end_date": None}
    return known.sheet == plan.sheet and known.query.changed(**dates) == plan.query.changed(**dates)


def _for_shell(progress: Progress) -> str:
    words = ended(progress)
    return words if progress.is_over else words.replace("x shows it; what", "The same command goes on; what")


def _say(stream: TextIO, words: str) -> None:
    encoding = stream.encoding or "ascii"
    text = clean(words, multiline=True)
    stream.write(text.encode(encoding, "replace").decode(encoding) + "\n")
    stream.flush()
