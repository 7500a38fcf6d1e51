"""What acceptance makes of a sound folder: values exact, grades lowered by rule, one digest for one content."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from bsc_audit.core.evidence.intake import accept
from bsc_audit.core.evidence.raw import RawEvidence
from bsc_audit.core.evidence.schema import FILES, SCHEMAS
from bsc_audit.core.problems import EvidenceError
from bsc_audit.core.vocabulary import Grade
from evidence_builders import GOOD, accepted, folder_in_which, small_ruleset


def _changed(tmp_path: Path, name: str, old: str, new: str) -> Path:
    return folder_in_which(tmp_path / "folder", name, old, new)


def test_answers_keep_their_exact_value_and_their_evidence() -> None:
    answers = accepted(GOOD).answers
    assert answers["C-02"].value == Fraction(5, 2)
    assert answers["C-03"].value == {"street": "yes", "door": "partly"}
    assert answers["C-04"].value == {"plan": 8, "practice": 6, "proof": 4}
    assert (answers["C-01"].evidence, answers["C-01"].when) == (("D-1",), date(2026, 8, 3))


def test_a_grade_that_is_not_stated_is_the_best_of_the_named_documents() -> None:
    answers = accepted(GOOD).answers
    assert (answers["C-01"].grade, answers["C-03"].grade) == (Grade.A, Grade.B)
    assert answers["C-02"].grade is Grade.C  # stated, and lower than the documents
    assert answers["C-05"].grade is Grade.NONE


def test_a_self_assessment_lowers_a_to_b_everywhere(tmp_path: Path) -> None:
    evidence = accepted(_changed(tmp_path, "assessment.yaml", "kind: assessed", "kind: self_assessment"))
    assert evidence.answers["C-01"].grade is Grade.B
    assert {one.grade for series in evidence.observations.values() for one in series} <= {Grade.B, Grade.NONE}
    assert {record.grade for record in evidence.records} == {Grade.B}
    assert evidence.documents["D-1"].grade is Grade.A  # the register says what the document is


def test_an_old_measurement_counts_one_grade_less(tmp_path: Path) -> None:
    evidence = accepted(_changed(tmp_path, "metrics.csv", "service_level,2026-06", "service_level,2025-06"))
    assert evidence.observations["service_level"][0].grade is Grade.B


def test_not_applicable_keeps_its_reason_and_has_no_value() -> None:
    answer = accepted(GOOD).answers["C-07"]
    assert (answer.value, answer.not_applicable) == (None, "There are no premises that customers enter.")


def test_an_answer_to_an_indicator_is_the_answer_to_its_criterion(tmp_path: Path) -> None:
    extra = tmp_path / "folder" / "answers"
    _changed(tmp_path, "answers.yaml", "  C-05: {value: 10}\n", "")
    extra.mkdir()
    (extra / "more.yaml").write_text("answers:\n  C-05: {value: 4}\n")
    assert accepted(tmp_path / "folder").answers["C-05"].value == 4


def test_observations_come_in_period_order_with_the_variant_that_was_meant() -> None:
    observations = accepted(GOOD).observations
    assert [(one.period.text, one.unit) for one in observations["csat"]] == [
        ("2026-05", "quay"), ("2026-05", "web"), ("2026-06", "quay"),
    ]  # fmt: skip
    assert {one.variant for one in observations["csat"]} == {"top_two"}
    assert observations["csi"][0].inputs["importance"] == (Fraction(23, 5), Fraction(21, 5))
    assert (observations["csi"][0].n, observations["csi"][0].inputs["n"]) == (412, 412)


def test_the_organisations_own_variant_is_the_usual_one_of_its_rows(tmp_path: Path) -> None:
    folder = _changed(tmp_path, "scorecard.yaml", "every: monthly", "every: monthly, variant: top_box")
    assert {one.variant for one in accepted(folder).observations["csat"]} == {"top_box"}


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_a_table_with_another_delimiter_a_decimal_comma_and_a_byte_order_mark_reads_alike(
    tmp_path: Path, delimiter: str
) -> None:
    text = (GOOD / "metrics.csv").read_text().replace(",", delimiter).replace("80" + delimiter, "80,0" + delimiter, 1)
    folder = _changed(tmp_path, "answers.yaml", "answers:", "answers:")
    (folder / "metrics.csv").write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert accepted(folder).digest == accepted(GOOD).digest


def test_only_what_was_filled_in_is_an_answer_and_blank_stays_blank() -> None:
    records = {record.id: record for record in accepted(GOOD).records}
    assert records["V-1"].answers["S4"].not_applicable
    assert (records["V-1"].answers["S5"].value, records["V-1"].answers["S5"].comment) == ("no", "Shouted")
    assert (records["V-2"].answers["S2"].value, records["V-2"].answers["S2"].not_applicable) == (None, False)
    assert (records["V-1"].header["start"], records["R-1"].header["ticket"]) == ("11:05", "T-1")


def test_a_visit_that_cites_nothing_is_itself_what_was_seen_and_a_review_the_clients_own_record() -> None:
    grades = {record.id: record.grade for record in accepted(GOOD).records}
    assert (grades["V-2"], grades["R-1"]) == (Grade.A, Grade.B)


def test_the_register_holds_digest_and_size_of_the_file_as_found() -> None:
    strategy = accepted(GOOD).documents["D-2"]
    assert strategy.size == 14
    assert strategy.sha256 is not None
    assert len(strategy.sha256) == 64


def test_the_previous_overall_score_stands_under_the_root() -> None:
    previous = accepted(GOOD).engagement.previous
    assert previous is not None
    assert previous.scores == {"overall": Fraction("66.2"), "CLI": Fraction("60.1")}


def test_the_digest_ignores_layout_and_file_names_and_notices_content(tmp_path: Path) -> None:
    (one := tmp_path / "one").mkdir()
    moved = _changed(one, "visits/july.yaml", "visits:", "# a comment\nvisits:")
    (moved / "visits" / "july.yaml").rename(moved / "visits" / "summer.yaml")
    (two := tmp_path / "two").mkdir()
    changed = _changed(two, "answers.yaml", "value: 2.5", "value: 2")
    assert accepted(moved).digest == accepted(GOOD).digest != accepted(changed).digest


def test_the_order_of_rows_and_records_is_no_content(tmp_path: Path) -> None:
    folder = _changed(tmp_path, "reviews/june.yaml", "reviews:", "reviews:")
    header, *rows = (folder / "metrics.csv").read_text().splitlines()
    (folder / "metrics.csv").write_text("\n".join([header, *reversed(rows)]))
    head, *records = (folder / "reviews" / "june.yaml").read_text().splitlines()
    (folder / "reviews" / "june.yaml").write_text("\n".join([head, *reversed(records)]))
    assert accepted(folder).digest == accepted(GOOD).digest


def test_a_folder_that_is_wrong_all_over_is_given_up_on(tmp_path: Path) -> None:
    folder = _changed(tmp_path, "answers.yaml", "answers:", "answers:")
    rows = "".join(f"nothing{n},2026-06,1\n" for n in range(6000))
    (folder / "metrics" / "many.csv").parent.mkdir()
    (folder / "metrics" / "many.csv").write_text(f"metric,period,value\n{rows}")
    with pytest.raises(EvidenceError) as caught:
        accepted(folder)
    assert len(caught.value.problems) == 5001
    assert caught.value.problems[0].code == "too-many-problems"


def test_a_folder_without_assessment_yaml_says_so() -> None:
    with pytest.raises(EvidenceError) as caught:
        accept(small_ruleset(), RawEvidence())
    assert [(p.code, str(p.where)) for p in caught.value.problems] == [("file-missing", "assessment.yaml")]


def test_every_file_that_is_read_has_a_schema_or_is_a_table() -> None:
    assert [pattern for pattern in FILES if pattern.endswith(".yaml")] == list(SCHEMAS)
    assert all(schema.definition["title"].startswith("Evidence folder") for schema in SCHEMAS.values())
