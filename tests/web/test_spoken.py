import re
from dataclasses import replace

from bsc_audit.app.service.permissions import Role
from bsc_audit.web.spoken import spoken
from site_world import Site


def test_languages_are_called_what_their_speakers_call_them() -> None:
    assert spoken(("en", "de", "pt-BR")) == [("en", "English"), ("de", "Deutsch"), ("pt-BR", "Português (Brasil)")]


def test_a_new_assessment_may_be_in_every_language_there_are_words_for_and_in_no_other(site: Site) -> None:
    org = site.organisation("Harbour Bank")
    offer = replace(site.wiring.reports, languages=("en", "he"))
    site.app.state.wiring = replace(site.wiring, reports=offer)
    headers = site.session(site.person(org, Role.LEAD_AUDITOR))
    page = site.client.get(f"/o/{org}/assessments/new?ruleset=service-excellence@1.0", headers=headers).text
    offered = page.partition('name="language"')[2].partition("</select>")[0]
    assert re.findall(r'<option value="([^"]+)"', offered) == ["en", "he"]
