"""Visits and reviews from tables: what comes out is what the strict reader and the schema of the folder accept."""

from bsc_audit.core.documents import parse
from bsc_audit.core.evidence.schema import SCHEMAS
from bsc_audit.core.evidence.tables import read_table
from bsc_audit.importers.mapping import check_mapping
from bsc_audit.importers.records import REVIEWS, VISITS, RecordKind, RecordMapping, import_records, record_mapping
from bsc_audit.importers.result import ImportResult

MAPPING = """
fields: {Visit: id, Day: when, Branch: site, From: start}
items: {Greeting: S15, Why not greeted: S15 comment}
always: {questionnaire: store-visit, channel: store}
date: {format: "%d.%m.%Y"}
words: {J: yes, N: no, entfällt: not_applicable}
ignore: [Route]
evidence: [D-031]
illustrative: true
"""
VISITS_TABLE = """Visit;Day;Branch;From;Route;S01;S08;S11;S13;Greeting;Why not greeted
V-1;08.07.2026;quay;11:05:00;3;J;4;7,5;entfällt;N;"Clerk said: ""wait"" then left"
2;09.07.2026;quay;12:00;4;n;5;3;;J;
"""


def imported(table: str, mapping: str = "", kind: RecordKind = VISITS) -> ImportResult:
    said = record_mapping(check_mapping(parse(mapping, "m.yaml"), kind.key)) if mapping else RecordMapping()
    return import_records(read_table(table, "v.csv"), said, kind)


def said(result: ImportResult) -> list[str]:
    return [f"{problem.where} {problem.message} [{problem.code}]" for problem in result.problems]


def test_visits_become_records_the_folder_accepts() -> None:
    result = imported(VISITS_TABLE, MAPPING)
    document = parse(result.text, "visits/imported.yaml")
    assert SCHEMAS["visits/*.yaml"].problems(document) == ()
    assert document.data["visits"] == [
        {
            "id": "V-1",
            "questionnaire": "store-visit",
            "site": "quay",
            "channel": "store",
            "when": "2026-07-08",
            "start": "11:05",
            "evidence": ["D-031"],
            "illustrative": True,
            "answers": {
                "S01": "yes",
                "S08": 4,
                "S11": 7.5,
                "S13": "not_applicable",
                "S15": {"value": "no", "comment": 'Clerk said: "wait" then left'},
            },
        },
        {
            "id": "2",
            "questionnaire": "store-visit",
            "site": "quay",
            "channel": "store",
            "when": "2026-07-09",
            "start": "12:00",
            "evidence": ["D-031"],
            "illustrative": True,
            "answers": {"S01": "no", "S08": 5, "S11": 3, "S15": "yes"},  # blank S13: unanswered, not inapplicable
        },
    ]


def test_reviews_carry_the_second_reviewer() -> None:
    table = (
        "id,questionnaire,reviewer,second_reviewer,when,ticket,team,channel,reason,R1a,K1,second R1a,second K1,R1a comment\n"
        "R-1,contact-review,Q-1,Q-2,2026-06-03,4411,north,e-mail,random,3,no,2,no,two asks: one read\n"
        "R-2,contact-review,Q-1,,2026-06-03,0815,north,phone,risk,1,yes,,,\n"
    )
    document = parse(imported(table, kind=REVIEWS).text, "reviews/imported.yaml")
    assert SCHEMAS["reviews/*.yaml"].problems(document) == ()
    first, second = document.data["reviews"]
    assert first["second_answers"] == {"R1a": 2, "K1": "no"}
    assert first["answers"] == {"R1a": {"value": 3, "comment": "two asks: one read"}, "K1": "no"}
    assert (first["ticket"], second["ticket"]) == ("4411", "0815")
    assert "second_answers" not in second


def test_the_control_question_is_kept_with_its_answer() -> None:
    table = "id,questionnaire,when,S01,control_question,control_answer\nV-1,q,2026-07-08,yes,Fee?,4.80\n"
    assert parse(imported(table).text, "v").data["visits"][0]["control"] == {"question": "Fee?", "answer": "4.80"}


def test_every_bad_record_is_named_and_nothing_is_made() -> None:
    result = imported(
        "id,questionnaire,when,status,S01\nV-1,q,July,accepted,yes\nV-1,q,2026-07-08,done,yes\n,q,2026-07-08,,\n"
    )
    assert said(result) == [
        "v.csv:2:3 row 2, column 'when': 'July' is no date of the form 2026-07-31 [cell-not-readable]",
        "v.csv:3:1 row 3, column 'id': 'V-1' was already given in row 2 [duplicate-id]",
        "v.csv:3:4 row 3, column 'status': 'done' is none of draft, returned, accepted, excluded [unknown-word]",
        "v.csv:4:1 row 4, column 'id': is blank [cell-blank]",
        "v.csv:4:1 row 4: no item is answered [no-answers]",
    ]
    assert result.text == ""


def test_a_column_that_is_neither_field_nor_item_is_a_problem() -> None:
    result = imported("id,questionnaire,when,weather,S01\nV-1,q,2026-07-08,rain,yes\n")
    assert said(result) == ["v.csv:1:4 the column 'weather' is neither a field nor an item [column-unknown]"]


def test_reviews_need_the_reason_they_were_chosen_for() -> None:
    result = imported("id,questionnaire,when,R1a\nR-1,q,2026-07-08,3\n", kind=REVIEWS)
    assert said(result) == ["v.csv there is no column for 'reason' [column-missing]"]


def test_text_that_looks_like_yaml_stays_text() -> None:
    table = 'id,questionnaire,when,scenario,O1\nV-1,q,2026-07-08,"a: {b} # c","true"\n'
    record = parse(imported(table).text, "v").data["visits"][0]
    assert record["scenario"] == "a: {b} # c"
    assert record["answers"] == {"O1": "true"}
