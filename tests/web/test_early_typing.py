"""What is typed before the form's script has arrived is not lost, and nothing else calls itself saved meanwhile."""

import time

from playwright.sync_api import Browser, Route, expect

from audited import audited_things
from bsc_audit.app.service.permissions import Role
from site_world import Site


def test_an_answer_typed_while_the_script_is_on_its_way_is_saved(site: Site, browser: Browser) -> None:
    def late(route: Route) -> None:
        time.sleep(1.5)
        route.continue_()

    org = site.organisation("Ours")
    things = audited_things(site, org)
    with site.context(browser, site.person(org, Role.ASSESSOR)) as context:
        page = context.new_page()
        page.route("**/static/form.js*", late)
        page.goto(f"/o/{org}/a/{things['assessment']}/form/overall", wait_until="commit")
        box = page.locator("main input[inputmode=decimal]").first
        box.fill("10")
        expect(page.get_by_text("Saved", exact=True)).to_have_count(1, timeout=20_000)
        page.reload()
        expect(page.locator("main input[inputmode=decimal]").first).to_have_value("10")
