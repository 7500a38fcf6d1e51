"""The first page: the organisations one works for."""

from fastapi import APIRouter
from starlette.responses import Response

from bsc_audit.app.service.access import Caller
from bsc_audit.app.service.ports import Installation
from bsc_audit.web.call import InView

router = APIRouter()


@router.get("/")
def home_page(call: InView) -> Response:
    """Every organisation of mine."""

    def use(_installation: Installation, _who: Caller) -> Response:
        return call.page("home/home")

    return call.read_own(use)
