import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction

import pytest

from begun import begun
from bsc_audit.app.service.model.person import Membership
from bsc_audit.app.service.model.standing import Standing
from bsc_audit.app.service.permissions import Role
from bsc_audit.core.vocabulary import AssessmentKind
from bsc_audit.web import lines
from desk import Desk
from site_world import Site


class Mine:
    """A consultant of two clients; somebody else's client beside them."""

    def __init__(self, site: Site) -> None:
        self.site = site
        firm = site.organisation("Quayside")
        self.bank, self.shop = (site.organisation(name, parent=firm) for name in ("Harbour Bank", "Corner Shop"))
        self.person = site.person(self.bank, Role.LEAD_AUDITOR)
        self.join(self.shop, Role.ASSESSOR)
        self.headers = site.session(self.person)
        self.theirs = site.organisation("Rival Bank")

    def join(self, org: str, role: Role) -> None:
        made = Membership(**self.site.stamp(), org_id=org, person_id=self.person, role=role)
        with self.site.work.installation(write=True) as installation:
            installation.memberships.add(made)

    def see(self, address: str = "/") -> str:
        return self.site.client.get(address, headers=self.headers).text

    def titles(self, address: str = "/") -> list[str]:
        return re.findall(r'<th scope="row"><a href="[^"]+">([^<]+)</a>', self.see(address))

    def know(self, org: str, assessment: str, score: Fraction) -> None:
        """A result that was scored some time ago."""
        made = Standing(**self.site.stamp(), assessment_id=assessment, basis="log 1", score=str(score))
        with self.site.work.write(org) as work:
            work.standings.put([made])


@pytest.fixture
def mine(site: Site) -> Mine:
    return Mine(site)


def test_all_my_clients_are_in_one_list_and_nobody_elses(mine: Mine) -> None:
    begun(mine.site, mine.bank, "Branches")
    begun(mine.site, mine.shop, "Counter")
    begun(mine.site, mine.theirs, "Secret")
    assert mine.titles() == ["Counter", "Branches"]


def test_what_ends_first_comes_first_and_what_is_over_says_so(mine: Mine) -> None:
    begun(mine.site, mine.bank, "In spring", as_of=date(2027, 3, 31))
    begun(mine.site, mine.bank, "By its dates", as_of=date(2027, 3, 31), ends="2026-12-24")
    begun(mine.site, mine.shop, "Over", as_of=date(2026, 10, 31))
    assert mine.titles() == ["Over", "By its dates", "In spring"]
    assert mine.see().count('class="late"') == 1


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("q=corner", ["Counter"]),
        ("q=bank+branch", ["Branches"]),
        ("kind=certification", []),
        ("kind=self_assessment", ["Counter"]),
        ("state=draft&sort=client", ["Counter", "Branches"]),
        ("state=issued", []),
        ("mine=1", ["Branches"]),
        ("state=%00&sort=nonsense", []),
    ],
)
def test_the_list_is_searched_and_filtered(mine: Mine, asked: str, found: list[str]) -> None:
    begun(mine.site, mine.bank, "Branches", lead=f"person:{mine.person}")
    begun(mine.site, mine.shop, "Counter", kind=AssessmentKind.SELF_ASSESSMENT)
    assert mine.titles(f"/?{asked}") == found


def test_a_client_is_chosen_by_its_id(mine: Mine) -> None:
    begun(mine.site, mine.bank, "Branches")
    begun(mine.site, mine.shop, "Counter")
    assert mine.titles(f"/?client={mine.shop}") == ["Counter"]


def test_the_best_score_comes_first_and_none_is_not_zero(mine: Mine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "MOST_SCORED", 0)
    for title, score in (("Low", Fraction(12)), ("High", Fraction(961, 10)), ("None", None)):
        made = begun(mine.site, mine.bank, title)
        if score is not None:
            mine.know(mine.bank, made.id, score)
    assert mine.titles("/?sort=score") == ["High", "Low", "None"]
    page = mine.see("/?sort=score")
    assert "96.1" in page
    assert "not yet scored" in page


def test_a_score_says_how_it_moved_since_the_assessment_before(mine: Mine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "MOST_SCORED", 0)
    before = begun(mine.site, mine.bank, "Last year")
    now = begun(mine.site, mine.bank, "This year", previous_id=before.id)
    mine.know(mine.bank, before.id, Fraction(66))
    assert "trend--" not in mine.see()
    mine.know(mine.bank, now.id, Fraction(60))
    assert "−6.0" in mine.see()
    assert 'href="/o/' in mine.see()


def test_pages_follow_each_other_without_a_gap(mine: Mine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "A_PAGE", 2)
    for number in range(5):
        begun(mine.site, mine.bank, f"No. {number}")
    seen, address = [], "/?state=draft"
    while address:
        page = mine.see(address)
        seen += mine.titles(address)
        following = re.search(r'class="button" href="(\?[^"]+)">Next page', page)
        address = "/" + following[1].replace("&amp;", "&") if following else ""
    assert seen == [f"No. {number}" for number in range(5)]


def test_nothing_is_scored_twice_and_no_view_scores_many(mine: Mine, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(6):
        begun(mine.site, mine.bank, f"No. {number}")
    scored: list[str] = []
    monkeypatch.setattr(lines, "stand", _counting(scored))
    views = []
    for _ in range(3):
        before = len(scored)
        mine.see()
        views.append(len(scored) - before)
    assert views == [lines.MOST_SCORED, 6 - lines.MOST_SCORED, 0]
    begun(mine.site, mine.bank, "Another")  # an entry of the log: everything may have changed
    mine.see()
    assert len(scored) == 6 + lines.MOST_SCORED


def test_a_role_that_needs_a_second_factor_shows_nothing_without_one(mine: Mine) -> None:
    begun(mine.site, mine.bank, "Branches")
    begun(mine.site, mine.shop, "Counter")
    mine.headers = mine.site.session(mine.person, second_factor=False)
    assert mine.titles() == ["Counter"]
    assert "1 organisation of yours asks for a second factor" in mine.see()


def test_an_empty_portfolio_says_what_to_do_first(mine: Mine) -> None:
    assert "Begin the first assessment" in mine.see()
    stranger = mine.site.session(mine.site.person(mine.theirs, Role.SHOPPER))
    assert "No assessment yet" in mine.site.client.get("/", headers=stranger).text


def test_a_client_is_taken_on_by_its_consultancys_administrator_only(site: Site) -> None:
    firm = site.organisation("Quayside")
    boss, helper = site.person(firm, Role.ADMIN), site.person(firm, Role.ASSESSOR)
    send = {"url": f"/o/{firm}/admin/clients", "data": {"client": "Corner Shop"}, "follow_redirects": False}
    assert site.client.post(**send, headers=site.session(helper)).status_code == 403
    made = site.client.post(**send, headers=site.session(boss))
    page = site.client.get(made.headers["location"], headers=site.session(boss)).text
    assert "The client is there, and you are its administrator." in page
    assert "Corner Shop" in page
    nameless = site.client.post(f"/o/{firm}/admin/clients", data={"client": " "}, headers=site.session(boss))
    assert nameless.status_code == 422
    assert "Give a name, of at most 200 characters." in nameless.text


def test_the_scores_of_a_part_over_time_are_drawn_and_told(mine: Mine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "MOST_SCORED", 0)
    for year, score in ((2025, 52), (2026, 61)):
        made = begun(mine.site, mine.bank, f"Year {year}", as_of=date(year, 9, 30))
        mine.know(mine.bank, made.id, Fraction(score))
    page = mine.see(f"/o/{mine.bank}")
    assert page.count('class="series-dot"') == 2
    assert "The same as a table" in page
    assert mine.site.client.get(f"/o/{mine.theirs}", headers=mine.headers).status_code == 404


@pytest.fixture
def desk() -> Iterator[Desk]:
    with Desk() as running:
        yield running


def test_the_sample_stands_in_the_list_with_its_score_and_the_year_before(desk: Desk) -> None:
    page = desk.client.get("/", headers=desk.headers(Role.ADMIN)).text
    assert "64.3" in page
    assert "+3.9" in page


def _counting(scored: list[str]) -> object:
    real = lines.stand

    def stand(*given: object) -> Standing:
        made = real(*given)  # type: ignore[arg-type]
        scored.append(made.assessment_id)
        return made

    return stand
