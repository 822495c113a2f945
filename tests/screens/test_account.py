"""`A`, and details in the tree: every section, 403s, secrets, another account (wire 6, 7, 11, 13 to 15)."""

from __future__ import annotations

from pathlib import Path

import pytest

from callrail_tui.demo.settings import DemoSettings
from callrail_tui.present.sections import Section
from callrail_tui.screens.account import AccountScreen
from callrail_tui.screens.dialogs.details import DetailsDialog
from tests.screens.running import Program, now, program

DEMO = DemoSettings(now=now, calls=300)
SECRETS = ("demo-not-a-secret", "G-DEMO0001", "visitor_id")


async def opened(run: Program, section: Section = Section.ACCOUNTS) -> AccountScreen:
    session = run.explorer.session
    assert session is not None
    await run.until(lambda: session.directory.has_companies)
    await run.press("A")
    await run.until(lambda: isinstance(run.app.screen, AccountScreen))
    screen = run.app.screen
    assert isinstance(screen, AccountScreen)
    while screen.section is not section:
        await run.press("tab")
    return screen


def asked(run: Program, end: str) -> list[str]:
    return [f"{one.path}?{one.query}" for one in run.gateway.log if one.path.endswith(end)]


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 50)])
async def test_every_section_is_read_once_and_seen(tmp_path: Path, size: tuple[int, int]) -> None:
    async with program(tmp_path, DEMO, size=size) as run:
        screen = await opened(run)
        await run.until(lambda: "Riverbend Clinics" in run.screen_text())
        assert "518664017" in run.screen_text()
        assert "HIPAA" in run.screen_text()
        await run.press("tab")
        await run.until(lambda: screen.list.row_count == 10)
        assert "administrator: everything, tags, users and billing included" in run.screen_text()
        await run.press("tab")
        assert "Integrations belong to a company: c chooses one." in run.screen_text()
        await run.press("tab")
        await run.until(lambda: screen.list.row_count == 3)
        await run.until(lambda: "Dana Reyes" in run.screen_text())
        await run.press("tab", "tab", "tab", "tab", "tab")
        assert len(asked(run, "/users.json")) == 1
        assert len(asked(run, "/notifications.json")) == 1
        assert len(asked(run, "/a.json")) <= 2  # one confirmed the place
        accounts = len(asked(run, "/a.json"))
        await run.press("r")
        await run.until(lambda: len(asked(run, "/a.json")) == accounts + 1)
        await run.press("tab")
        await run.until(lambda: len(asked(run, "/users.json")) == 2)


async def test_a_user_is_found_filtered_and_read_by_itself(tmp_path: Path) -> None:
    async with program(tmp_path, DEMO) as run:
        screen = await opened(run, Section.USERS)
        await run.until(lambda: screen.list.row_count == 10)
        await run.press("f")
        assert "admin" in run.screen_text().splitlines()[0]
        assert screen.list.row_count == 2
        await run.press("f", "f", "f")
        assert screen.list.row_count == 1
        assert "pending: the invitation was not accepted yet" in run.screen_text()
        await run.press("escape", "slash")
        await run.type("okafor")
        await run.press("enter")
        assert screen.list.row_count == 1
        await run.press("enter")
        await run.until(lambda: isinstance(run.app.screen, DetailsDialog) and "sam@example.com" in run.screen_text())
        assert len([path for path in asked(run, ".json") if "/users/USR" in path]) == 1
        await run.press("escape", "escape")
        assert screen.list.row_count == 10
        await run.press("c")
        await run.type("lakeside")
        await run.press("enter")
        await run.until(lambda: "Lakeside Plumbing" in run.screen_text().splitlines()[0])
        await run.until(lambda: any("company_id=COM" in one for one in asked(run, "/users.json")))


@pytest.mark.parametrize("size", [(80, 24), (200, 50)])
async def test_no_secret_of_an_integration_is_drawn(tmp_path: Path, size: tuple[int, int]) -> None:
    async with program(tmp_path, DEMO, size=size) as run:
        screen = await opened(run, Section.INTEGRATIONS)
        seen = ""
        for company in run.explorer.session.directory.companies:  # type: ignore[union-attr]
            screen.company_id = company.id
            screen.show()
            await run.until(lambda: screen.list.row_count)
            await run.until(lambda: screen.session.administration.filters(screen.company_id or "").answer)
            for _ in range(screen.list.row_count):
                seen += run.screen_text()
                await run.press("enter")
                await run.until(lambda: isinstance(run.app.screen, DetailsDialog) and "State" in run.screen_text())
                seen += run.screen_text()
                await run.press("escape", "down")
        assert "api_key" in seen
        assert "••••" in seen
        assert "first-time callers, of 30 s and more" in " ".join(seen.split())
        assert not any(secret in seen for secret in SECRETS)


async def test_notifications_are_filtered_here_as_well(tmp_path: Path) -> None:
    async with program(tmp_path, DEMO) as run:
        screen = await opened(run, Section.NOTIFICATIONS)
        await run.until(lambda: screen.list.row_count == 3)
        await run.press("f")
        await run.until(lambda: screen.list.row_count == 1)
        assert "by e-mail" in run.screen_text().splitlines()[0]
        assert any("notification_type=send_email" in one for one in asked(run, "/notifications.json"))


@pytest.mark.parametrize(("section", "resource"), [(Section.USERS, "users"), (Section.NOTIFICATIONS, "notifications")])
async def test_what_may_not_be_read_is_told_and_the_rest_stays_usable(
    tmp_path: Path, section: Section, resource: str
) -> None:
    async with program(tmp_path, DemoSettings(now=now, calls=300, forbidden=frozenset({resource}))) as run:
        await opened(run, section)
        await run.until(lambda: "CallRail does not allow this." in run.screen_text())
        assert "administrators" in run.screen_text()
        assert "the other sections stay usable" in run.screen_text()
        await run.press("tab", "tab", "tab", "tab")
        count = len(asked(run, f"/{resource}.json"))
        await run.press("tab", "tab", "tab", "tab")
        assert len(asked(run, f"/{resource}.json")) == count == 1


async def test_enter_goes_over_to_another_account(tmp_path: Path) -> None:
    async with program(tmp_path, DEMO) as run:
        before = run.explorer.session
        assert before is not None
        await run.until(lambda: before.connection is not None)
        screen = await opened(run)
        await run.until(lambda: screen.list.row_count == 2)
        await run.press("down", "enter")
        await run.until(lambda: run.app.screen is run.explorer and run.list.row_count == 200)
        after = run.explorer.session
        assert after is not None
        assert after.account.name == "Riverbend Clinics"
        assert after.worker.gateway.connection_id == before.worker.gateway.connection_id


async def test_the_tree_tells_all_about_companies_and_trackers(tmp_path: Path) -> None:
    async with program(tmp_path, DEMO, size=(200, 60)) as run:
        session = run.explorer.session
        assert session is not None
        await run.until(lambda: session.directory.has_companies)
        await run.press("h", "home", "i")
        assert not isinstance(run.app.screen, DetailsDialog)
        await run.press("down", "i")
        await run.until(lambda: "Time zone" in run.screen_text())
        assert "Cookie lasts" in run.screen_text()
        await run.press("escape")
        seen = {}
        for company in session.directory.companies:
            session.directory.want_trackers(company.id)
            await run.until(lambda company=company: session.directory.trackers(company.id))
            for tracker in session.directory.trackers(company.id) or ():
                seen.setdefault((tracker.type, str(tracker.raw["call_flow"]["type"])), (company.id, tracker))
        assert {("session", "basic"), ("source", "basic")} < set(seen)
        assert any(flow == "advanced" for _, flow in seen)
        from callrail_tui.screens.dialogs.places import tracker_dialog

        for (kind, flow), (company_id, tracker) in seen.items():
            await run.app.push_screen(tracker_dialog(session, company_id, tracker.id))
            await run.until(lambda: "Call flow" in run.screen_text())
            text = " ".join(run.screen_text().split())
            assert f"{kind}: " in text
            assert "Swaps" in text
            assert ("if nobody answers: voicemail" in text) is (flow == "advanced")
            assert ("never reached: " in text) is (flow == "advanced")
            await run.press("escape")
        assert any("fields=campaign_name%2Cswap_targets" in one.query for one in run.gateway.log)


async def test_hostile_words_stay_words(tmp_path: Path) -> None:
    async with program(tmp_path, DemoSettings(now=now, calls=300, hostile=True), size=(200, 50)) as run:
        screen = await opened(run)
        for _ in Section:
            await run.press("tab")
            await run.until(lambda: screen.lookup is None or not screen.lookup.is_pending)
            assert run.clickable() == set()
