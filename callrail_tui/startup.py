"""From checked options and the environment to `Settings`: hosts, key, folders, each refused with its cure (floor 8)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from callrail_tui.gateway.hosts import Hosts, parse_hosts
from callrail_tui.storage import paths
from callrail_tui.storage.config import Config, key_refusal, read_config
from callrail_tui.storage.defaults import CONTROL_URL, DEMO_CALLS, GATEWAY_URL
from callrail_tui.storage.secret import KEY_VARIABLE, Secret, read_key
from callrail_tui.storage.settings import Settings

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

GATEWAY_VARIABLE = "CALLRAIL_TUI_GATEWAY_URL"
CONTROL_VARIABLE = "CALLRAIL_TUI_CONTROL_URL"


def choose_config(options: argparse.Namespace) -> Config:
    """The person's config, with keys that can be used; the demo reads none, and gets its outcomes later."""
    if options.demo:
        return Config()
    folder = paths.config_dir()
    config = read_config(folder)
    if config.outcomes:
        from callrail_tui.outcome_keys import key_fault  # late: it costs Textual's keys

        fault = key_fault(config.outcomes)
        if fault is not None:
            raise key_refusal(folder, fault.outcome, fault.words, fault.cure)
    return config


def with_demo_outcomes(settings: Settings) -> Settings:
    """The demo's settings with what it has in place of the config's, with tags that each of its companies has."""
    from callrail_tui.model.outcome import Outcome  # late: not before the first frame, which shows none

    outcomes = (
        Outcome("quote", "Q", "good_lead", ("Opportunity",), "Wants a quote."),
        Outcome("wrong-number", "B", "not_a_lead", ("Wrong number",)),
    )
    return settings._replace(outcomes=outcomes)


def choose_hosts(options: argparse.Namespace, environ: Mapping[str, str], config: Config) -> Hosts:
    """The two hosts, each by the option, else the variable, else the config, else the default; the demo has its own."""
    if options.demo:
        return parse_hosts(GATEWAY_URL, CONTROL_URL)
    gateway_url, control_url = options.gateway_url, options.control_url
    if gateway_url is None:
        gateway_url = environ.get(GATEWAY_VARIABLE) or config.gateway_url or GATEWAY_URL
    if control_url is None:
        control_url = environ.get(CONTROL_VARIABLE) or config.control_url or CONTROL_URL
    return parse_hosts(gateway_url, control_url)


def choose_key(options: argparse.Namespace, environ: MutableMapping[str, str], config: Config) -> Secret | None:
    """The key, or None when none was given; either way it is gone from the environment that children inherit."""
    if options.demo:
        environ.pop(KEY_VARIABLE, None)
        return None
    return read_key(environ, config.key_sources)


@contextmanager
def state_folder(options: argparse.Namespace) -> Iterator[Path]:
    """Our folder on disk, made and private; the demo's own is forgotten at the end."""
    if not options.demo:
        yield paths.make_private_dir(paths.state_dir())
        return
    folder = paths.make_demo_dir()
    try:
        yield folder
    finally:
        paths.forget_demo_dir(folder)


def make_settings(
    options: argparse.Namespace, config: Config, hosts: Hosts, key: Secret | None, state_dir: Path
) -> Settings:
    """Everything that one run was asked to do."""
    return Settings(
        state_dir=state_dir,
        demo=options.demo,
        demo_calls=options.demo_calls or DEMO_CALLS,
        demo_limits=options.demo_limits,
        account=options.account,
        companies=tuple(dict.fromkeys(options.companies or ())),
        connection=options.connection,
        view=options.view,
        gateway_url=hosts.gateway,
        control_url=hosts.control,
        read_only=options.read_only,
        key=key,
        hold=config.hold,
        spam_hold=config.spam_hold,
        outcomes=config.outcomes,
        reviewed_tag=config.reviewed_tag,
        export_folder=config.export_folder,
        player=config.player,
        display=config.display,
    )
