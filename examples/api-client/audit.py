"""An organisation audits itself through the API: measurements from CSV files, evidence, answers, visits; then the PDF.

    python audit.py FOLDER REPORT.pdf

FOLDER is an evidence folder as docs/evidence-folder.md describes it. The service and the key come from the environment:
BSC_ADDRESS, such as http://127.0.0.1:8000, and BSC_KEY. What the audit comes to is printed as JSON. To send the same
once more changes nothing that is the same; only the assessment is a new one, so give it another number.
"""

import csv
import hashlib
import json
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bsc_audit.api.schemas.access import UnitIn
from bsc_audit.api.schemas.answers import AnswerItemIn
from bsc_audit.api.schemas.assessments import AssessmentIn, RulesetPin
from bsc_audit.api.schemas.evidence import NewEvidenceForm
from bsc_audit.api.schemas.metrics import MetricPointIn, TargetIn
from bsc_audit.api.schemas.records import RecordIn
from bsc_audit.api.schemas.reports import ReportIn
from bsc_audit.app.service.model.answer import Track
from bsc_audit.app.service.model.unit import UnitKind
from bsc_audit.client import Client, ClientError
from bsc_audit.client.assessment import AssessmentClient
from bsc_audit.client.organisation import OrganisationClient
from bsc_audit.core.vocabulary import AssessmentKind
from bsc_audit.importers.folder import read_folder

NO_INPUTS = (
    "metric",
    "period",
    "unit",
    "n",
    "evidence",
    "grade",
    "variant",
    "illustrative",
)  # columns of a metrics file


def main() -> None:
    """Send everything, wait for the report, print what it comes to."""
    if len(sys.argv) != 3 or not {"BSC_ADDRESS", "BSC_KEY"} <= os.environ.keys():
        raise SystemExit(__doc__)
    folder, report = Path(sys.argv[1]), Path(sys.argv[2])
    try:
        with Client(os.environ["BSC_ADDRESS"], os.environ["BSC_KEY"]) as client:
            ours = client.organisation(client.me().memberships[0].org_id)
            begun = audited(ours, folder)
            report.write_bytes(report_of(ours, begun))
            print(json.dumps({**outcome(begun), "pdf_sha256": sha256(report)}, indent=2))
    except ClientError as error:
        raise SystemExit(str(error)) from error


def audited(ours: OrganisationClient, folder: Path) -> AssessmentClient:
    """Everything in the folder sent, as a self-assessment that is under way."""
    files = {name: file.data for name, file in read_folder(folder).documents.items()}  # YAML, read as the engine does
    for entry in files["documents.yaml"]["documents"]:
        register(ours, folder, entry)
    units: dict[str, str] = {}
    rows = [*csv_rows(folder), *files["observations.yaml"]["observations"]]
    points = [point_of(ours, units, row) for row in rows]
    for done in ours.metrics.put_points(points):
        refuse_if_any(done.items)
    for metric, target in files["scorecard.yaml"]["scorecard"].items():
        ours.metrics.put_target(metric, TargetIn(**without(target, "variant")), variant=target.get("variant", ""))
    begun = ours.assessment(ours.create_assessment(assessment_of(files["assessment.yaml"])).id)
    begun.start()
    answers = files["answers.yaml"]["answers"]
    for answered in begun.put_answers(
        [AnswerItemIn(track=Track.SELF, key=key, **answer) for key, answer in answers.items()]
    ):
        refuse_if_any(answered.items)
    for name in sorted(name for name in files if name.startswith("visits/")):
        for visit in files[name]["visits"]:
            begun.put_visit(visit["id"], RecordIn(content=without(visit, "id", "status")))
            begun.submit_visit(visit["id"])
    return begun


def report_of(ours: OrganisationClient, begun: AssessmentClient) -> bytes:
    """The PDF, made by a job."""
    job = begun.order_report(ReportIn(template="executive-summary"))
    done = ours.jobs.wait(job.id, tell=lambda seen: print(f"{seen.progress} % {seen.step}", file=sys.stderr))
    return ours.reports.file((done.result or {})["report"])


def outcome(begun: AssessmentClient) -> Mapping[str, Any]:
    """Score and findings."""
    score = begun.score()
    (track,) = score.tracks
    found = begun.findings().items
    return {
        "ruleset": score.ruleset.digest,
        "evidence": track.evidence_digest,
        "overall": track.overall,
        "coverage": track.coverage,
        "perspectives": {node.id: node.score for node in track.nodes if node.kind == "perspective"},
        "findings": [f"{one.kind}: {one.title}" for one in found],
        "not assessed": [one.criterion for one in track.missing],
    }


def assessment_of(file: Mapping[str, Any]) -> AssessmentIn:
    """What assessment.yaml says, as a self-assessment."""
    head, ruleset = file["assessment"], file["ruleset"]
    return AssessmentIn(
        number=head["id"],
        title=head["title"],
        kind=AssessmentKind.SELF_ASSESSMENT,
        as_of=head["as_of"],
        period=head["period"],
        language=head["language"],
        ruleset=RulesetPin(id=ruleset["id"], version=ruleset["version"]),
        engagement=without(file, "assessment", "ruleset", "previous"),
    )


def register(ours: OrganisationClient, folder: Path, entry: Mapping[str, Any]) -> None:
    """Enter one piece of evidence, with its file where there is one."""
    form = NewEvidenceForm(entry=entry["id"], **without(entry, "id", "file", "sha256"))
    ours.evidence.register(form, folder / entry["file"] if "file" in entry else None)


def csv_rows(folder: Path) -> Iterator[dict[str, Any]]:
    """The measurements of the CSV files, as the API takes them but for the name of the unit."""
    for file in sorted((folder / "metrics").glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as opened:
            for row in csv.DictReader(opened):
                filled = {name: cell for name, cell in row.items() if cell}
                yield {
                    **{
                        name: filled[name]
                        for name in ("metric", "period", "unit", "grade", "variant")
                        if name in filled
                    },
                    "inputs": {name: float(cell) for name, cell in filled.items() if name not in NO_INPUTS},
                    "n": int(filled["n"]) if "n" in filled else None,
                    "evidence": filled.get("evidence", "").split(),
                    "illustrative": filled.get("illustrative") in ("yes", "true"),
                }


def point_of(ours: OrganisationClient, units: dict[str, str], row: Mapping[str, Any]) -> MetricPointIn:
    """A measurement as it is sent; a unit that is new is made."""
    name = row.get("unit", "")
    if name and name not in units:
        units[name] = ours.create_unit(
            UnitIn(kind=UnitKind.TEAM, name=name, external_id=name, effective_from=LONG_AGO)
        ).id
    return MetricPointIn(**{**without(row, "unit"), "period": str(row["period"]), "unit_id": units.get(name)})


def refuse_if_any(results: Any) -> None:
    """End where something was not stored, and say what."""
    wrong = [f"{one.model_dump(mode='json')}" for one in results if one.errors]
    if wrong:
        raise SystemExit("\n".join(wrong))


def without(mapping: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """The mapping without these."""
    return {name: value for name, value in mapping.items() if name not in names}


def sha256(file: Path) -> str:
    """Of a file, hexadecimal."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


LONG_AGO = "1990-01-01"  # since when the sample's units are there

if __name__ == "__main__":
    main()
