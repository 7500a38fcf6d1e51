"""Scores of stored assessments: one track's folder judged by the pinned ruleset, the latest results kept at hand."""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeVar

from bsc_audit.app.assessments import Assessment as Judged
from bsc_audit.app.assessments import judge
from bsc_audit.app.bundle import reopen
from bsc_audit.app.service.data_documents import escaped, json_text, path_of
from bsc_audit.app.service.disclosure import is_under_way
from bsc_audit.app.service.folder import Folder, counts_for, folder_of, gather
from bsc_audit.app.service.model.answer import Track
from bsc_audit.app.service.model.assessment import Assessment
from bsc_audit.app.service.model.audit import AuditHead
from bsc_audit.app.service.model.stored import Json
from bsc_audit.app.service.pinned import PinnedRulesets
from bsc_audit.app.service.ports import BlobStore, Work
from bsc_audit.core.evidence import intake
from bsc_audit.core.evidence.earlier import Accepted
from bsc_audit.core.evidence.raw import RawEvidence
from bsc_audit.core.problems import AuditError, EvidenceError, Location, Problem
from bsc_audit.core.ruleset.model import Ruleset
from bsc_audit.core.vocabulary import AssessmentKind, State

MOST = 16
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A criterion without a score, and what it waits for."""

    criterion: str
    title: str
    reason: str
    indicators: tuple[str, ...]  # those not assessed


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """One track of an assessment, judged."""

    track: Track
    counts: bool  # for what the assessment is about: in a certification only validated answers do
    judged: Judged
    coverage: Fraction | None  # of the whole, 0..1; None when nothing applies
    missing: tuple[Missing, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Latest:
    """What one track was judged as last, and on what."""

    accepted: Accepted
    judged: Judged


@dataclass(frozen=True, slots=True, kw_only=True)
class _Standing:
    """A result, and where the organisation's log ended when what it rests on was read."""

    head: AuditHead
    assessment: Assessment
    judged: Judged


class Scores:
    """Judges assessments. What nothing was changed in since is not judged again, and of a change only what it touches."""

    def __init__(self, rulesets: PinnedRulesets, blobs: BlobStore) -> None:
        self.rulesets = rulesets
        self.blobs = blobs  # where the material of validated assessments is kept
        self._kept: OrderedDict[str, Judged] = OrderedDict()  # by fingerprint of what they rest on
        self._latest: OrderedDict[str, _Latest] = OrderedDict()  # by what they are about
        self._standing: OrderedDict[str, _Standing] = OrderedDict()  # likewise
        self._lock = threading.Lock()

    def judge(self, about: str, ruleset: Ruleset, folder: Folder) -> Judged:
        """Score a folder.

        Args:
            about: names the track; what was judged under that name last saves work where it rests on the same.
            ruleset: it is scored by.
            folder: what is stored.

        Raises:
            EvidenceError: with every problem, each with a JSON pointer into its file.
        """
        raw = folder.raw()
        return self._judged(_fingerprint(ruleset, raw), lambda: self._anew(about, ruleset, folder, raw))

    def judge_once(self, about: str, assessment: Assessment, head: AuditHead, make: Callable[[], Judged]) -> Judged:
        """What a track was judged as where the organisation's log ends as it did then, else what `make` finds.

        Whatever a result depends on is noted in that log in the same transaction. The log is read before the rest:
        what is stored in between makes its end another one.

        Args:
            about: names the track.
            assessment: as it is stored.
            head: where the log ends, read in the transaction that `make` reads in, before it; one that only reads.
            make: gathers and judges.
        """
        with self._lock:
            known = self._standing.get(about)
        if known is not None and known.head == head and known.assessment == assessment:
            return known.judged
        judged = make()
        with self._lock:
            _keep(self._standing, about, _Standing(head=head, assessment=assessment, judged=judged))
        return judged

    def judge_kept(self, ruleset: Ruleset, sha256: str) -> Judged:
        """Score the material an assessment was validated as.

        Raises:
            NotFound: the file is gone.
        """
        return self._judged(sha256, lambda: judge(ruleset, intake.accept(ruleset, reopen(self.blobs.get(sha256)).raw)))

    def _judged(self, key: str, make: Callable[[], Judged]) -> Judged:
        with self._lock:
            kept = self._kept.get(key)
        if kept is not None:
            return kept
        judged = make()
        with self._lock:
            _keep(self._kept, key, judged)
        return judged

    def _anew(self, about: str, ruleset: Ruleset, folder: Folder, raw: RawEvidence) -> Judged:
        with self._lock:
            before = self._latest.get(about)
        with _pointing(ruleset, folder):
            accepted = intake.accept_after(before.accepted if before else None, ruleset, raw)
        judged = judge(ruleset, accepted.evidence, before=before.judged if before else None)
        with self._lock:
            _keep(self._latest, about, _Latest(accepted=accepted, judged=judged))
        return judged


def _keep(kept: OrderedDict[str, T], key: str, value: T) -> None:
    """Put a value in; the ones put in longest ago go."""
    kept[key] = value
    kept.move_to_end(key)
    while len(kept) > MOST:
        kept.popitem(last=False)


def counting_track(kind: AssessmentKind) -> Track:
    """The track an assessment of a kind is about."""
    return next(track for track in Track if counts_for(kind, track))


def score_track(work: Work, scores: Scores, assessment: Assessment, track: Track) -> Scored:
    """One track: as it stands now, or, once it was validated, as it was then.

    Raises:
        EvidenceError: what is stored does not fit together; with every problem.
    """
    judged = _judged(work, scores, assessment, track)
    root = judged.scorecard.nodes[judged.scorecard.root]
    return Scored(
        track=track,
        counts=track is counting_track(assessment.kind),
        judged=judged,
        coverage=root.coverage,
        missing=tuple(_missing(judged)),
    )


def _judged(work: Work, scores: Scores, assessment: Assessment, track: Track) -> Judged:
    if is_kept(assessment, track):
        return scores.judge_kept(pinned_ruleset(work, scores.rulesets, assessment), assessment.material_sha256 or "")
    about = f"{assessment.id} {track}"

    def anew() -> Judged:
        return scores.judge(about, *folder_now(work, scores, assessment, track))

    if work.writes:  # it may have changed what its log does not tell of yet, and may be undone
        return anew()
    return scores.judge_once(about, assessment, work.audit.head(), anew)


def is_kept(assessment: Assessment, track: Track) -> bool:
    """Whether a track is what the assessment was validated as, so that nothing stored later changes it."""
    return assessment.material_sha256 is not None and track is counting_track(assessment.kind)


def folder_now(work: Work, scores: Scores, assessment: Assessment, track: Track) -> tuple[Ruleset, Folder]:
    """The pinned ruleset, and what is stored as the evidence folder for it."""
    ruleset = pinned_ruleset(work, scores.rulesets, assessment)
    rows = gather(work, assessment, track, ruleset)
    if assessment.previous_id is not None:
        earlier = work.assessments.get(assessment.previous_id)
        rows = replace(rows, previous=_previous(work, scores, replace(earlier, previous_id=None), track))
    return ruleset, folder_of(rows, ruleset)


def pinned_ruleset(work: Work, rulesets: PinnedRulesets, assessment: Assessment) -> Ruleset:
    """The compiled ruleset an assessment is scored by."""
    digest, language, profile = assessment.ruleset_digest, assessment.language, assessment.profile
    return rulesets.of(work, digest, language=language, profile=profile)


def demand_acceptable(ruleset: Ruleset, folder: Folder) -> None:
    """Refuse what cannot be the evidence of an assessment.

    Raises:
        EvidenceError: with every problem, each with a JSON pointer: the file's name, then the place in it.
    """
    with _pointing(ruleset, folder):
        intake.demand_acceptable(ruleset, folder.raw())


@contextmanager
def _pointing(ruleset: Ruleset, folder: Folder) -> Iterator[None]:
    """Give problems their pointers: the values of a folder get places only once there is one to point at."""
    try:
        yield
    except EvidenceError as error:
        raise _pointed(ruleset, folder, error) from error


def _pointed(ruleset: Ruleset, folder: Folder, error: AuditError) -> EvidenceError:
    placed = folder.raw(placed=True)
    try:
        intake.demand_acceptable(ruleset, placed)
    except EvidenceError as again:
        return EvidenceError(_with_pointer(one, placed) for one in again.problems)
    return EvidenceError(error.problems)


def _with_pointer(problem: Problem, placed: RawEvidence) -> Problem:
    """The problem with the place of its value in the file as its field."""
    read = placed.documents.get(problem.where.file)
    parts = () if read is None else path_of(read, problem.where)
    pointer = "".join(f"/{escaped(str(part))}" for part in (problem.where.file, *parts))
    where = problem.where if read is None else Location(problem.where.file)
    return replace(problem, field=pointer, where=where)


def _missing(judged: Judged) -> Iterator[Missing]:
    for name in judged.ruleset.criteria:
        node = judged.scorecard.nodes[name]
        if node.state is State.NOT_ASSESSED:
            waiting = tuple(member.id for member in node.members if member.state is State.NOT_ASSESSED)
            yield Missing(criterion=name, title=node.title, reason=node.reason, indicators=waiting)


def _previous(work: Work, scores: Scores, earlier: Assessment, track: Track) -> Json | None:
    """Id and scores of the assessment compared with; None where that cannot be scored in this track.

    Nor is a certification compared with that is under way: its scores still move, and are not for every reader.
    """
    if is_under_way(earlier):
        return None
    try:
        scorecard = score_track(work, scores, earlier, track).judged.scorecard
    except EvidenceError:
        return None
    found = {name: float(node.score) for name, node in scorecard.nodes.items() if node.score is not None}
    return {"id": earlier.number, "scores": found} if found else None


def _fingerprint(ruleset: Ruleset, raw: RawEvidence) -> str:
    """Of everything a result depends on."""
    texts = {name: read.text for name, read in raw.documents.items()} | {
        name: table.text for name, table in raw.tables.items()
    }
    files = {name: [file.sha256, file.size] for name, file in raw.files.items()}
    about = [ruleset.digest, ruleset.profile, ruleset.language, texts, files]
    return hashlib.sha256(json_text(about).encode()).hexdigest()
