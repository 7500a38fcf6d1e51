"""The material of an assessment: one file from which anybody can make its score and its report again.

While an assessment is open it is made of what is stored now. Validating keeps it: what is decided, issued and reported
is what the auditors validated, whatever is measured or corrected afterwards.
"""

from bsc_audit import __version__
from bsc_audit.app.bundle import bundle_of
from bsc_audit.app.service.model.answer import Track
from bsc_audit.app.service.model.assessment import Assessment
from bsc_audit.app.service.pinned import library_of, pinned_version
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.score import Scores, counting_track, folder_now, is_kept


def material(work: Work, scores: Scores, assessment: Assessment, track: Track) -> bytes:
    """The bundle of one track (see `app.bundle`); equal contents give equal bytes.

    Raises:
        NotFound: it was kept, and the file is gone.
        ReportFileError: it would be too large.
    """
    if is_kept(assessment, track) and assessment.material_sha256 is not None:
        return scores.blobs.get(assessment.material_sha256)
    _, folder = folder_now(work, scores, assessment, track)
    library = library_of(pinned_version(work, assessment.ruleset_digest))
    return bundle_of(library, folder.raw(), engine_version=__version__)


def keep(work: Work, scores: Scores, assessment: Assessment) -> str:
    """Keep the material of the track that counts; SHA-256 of the file.

    Raises:
        StorageFull: there is no room.
    """
    return scores.blobs.put([material(work, scores, assessment, counting_track(assessment.kind))]).sha256
