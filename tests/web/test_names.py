from bsc_audit.app.service.permissions import Role, Scope
from bsc_audit.web.names import GONE, names
from site_world import Site


def test_people_and_keys_have_names_and_nobody_is_an_id(site: Site) -> None:
    consultancy = site.organisation("Quayside")
    org = site.organisation("Harbour Bank", parent=consultancy)
    ann, guest = site.person(org, Role.ASSESSOR), site.person(consultancy, Role.ADMIN)
    own, parents = site.key(org, Scope.METRICS_WRITE), site.key(consultancy, Scope.ADMIN)
    with site.work.installation() as installation:
        found = names(installation, org)
    assert found[f"person:{ann}"] == "A assessor"
    assert found[f"key:{own.keyid}"] == found[f"key:{parents.keyid}"] == "a key (API key)"
    assert found["operator"] == "the operator"
    assert found[f"person:{guest}"] == GONE


def test_who_left_keeps_the_name_they_acted_by(site: Site) -> None:
    org = site.organisation("Ours")
    left = f"person:{site.person(site.organisation('Elsewhere'), Role.REVIEWER)}"
    with site.work.installation() as installation:
        assert names(installation, org, (None, left, "operator"))[left] == "A reviewer"
