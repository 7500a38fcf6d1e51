"""Questionnaires of the library, and checks of given ones; nothing is stored and nobody has to sign in."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from bsc_audit.api.answers import shown
from bsc_audit.api.schemas.rulesets import QuestionnaireIn, QuestionnaireName, QuestionnaireOut, QuestionnairesOut
from bsc_audit.app.plain_data import plain
from bsc_audit.app.service.refusals import NotFound
from bsc_audit.app.service.trial import pointed_files, read_given, try_questionnaire
from bsc_audit.core.problems import RulesetError
from bsc_audit.core.questionnaire.model import Questionnaire

router = APIRouter(prefix="/questionnaires", tags=["questionnaires"])
GIVEN = "questionnaire"


@router.get("", response_model=QuestionnairesOut)
def list_questionnaires(request: Request) -> Response:
    """The newest version of every questionnaire of the library."""
    found = request.app.state.compiled.questionnaires().values()
    return shown(QuestionnairesOut(items=[_name(one) for one in found])).response()


@router.get("/{questionnaire_id}/{version}", response_model=QuestionnaireOut)
def get_questionnaire(request: Request, questionnaire_id: str, version: str) -> Response:
    """One questionnaire: its sections and items."""
    found = request.app.state.compiled.questionnaires().get(questionnaire_id)
    if found is None or found.version != version:
        raise NotFound(f"there is no questionnaire {questionnaire_id} {version}")
    return shown(QuestionnaireOut.model_validate(plain(found))).response()


@router.post("/validate", response_model=QuestionnaireName)
def validate_questionnaire(body: QuestionnaireIn) -> Response:
    """Check a questionnaire; every problem with its place."""
    try:
        (document,) = read_given({}, {GIVEN: body.questionnaire}).questionnaires
        return shown(_name(try_questionnaire(document))).response()
    except RulesetError as error:
        raise pointed_files(error, (GIVEN,), at="") from error


def _name(one: Questionnaire) -> QuestionnaireName:
    return QuestionnaireName(
        id=one.id, version=one.version, title=one.title, use=one.use, items=len(one.items()), digest=one.digest
    )
