"""Who may see and who may do, where words are read and points carried on."""

from functools import partial

from alliance import registries
from alliance.registries import Route
from alliance.samples import BOTH, POST, first, number_of
from coproduction.models import BreakGlass, Response
from coproduction.permissions import CoproductionPermission as May
from coproduction.routes import a_contribution, a_public_insight, the_contribution, the_insight

SEE, CAPTURE = May.SEE_INSIGHTS, May.CAPTURE_INSIGHTS
ROUTES = {
    "openings": Route(CAPTURE, is_list=True),
    "glass_agree": Route(CAPTURE, CAPTURE, POST, number_of(BreakGlass), partial(first, BreakGlass)),
    "redact": Route(CAPTURE, CAPTURE, POST, a_contribution, the_contribution),
    "about": Route(CAPTURE, CAPTURE, BOTH, a_contribution, the_contribution),
    "glass": Route(CAPTURE, CAPTURE, BOTH, a_contribution, the_contribution),
    "answers": Route(CAPTURE, is_list=True),
    "tell": Route(CAPTURE, CAPTURE, BOTH, number_of(Response), partial(first, Response)),
    "measures": Route(SEE, is_list=True),
    "themes": Route(CAPTURE, CAPTURE, BOTH),
    "insights_join": Route(CAPTURE, CAPTURE, BOTH),
    "insight_line": Route(SEE, arguments=a_public_insight, of=the_insight),
    "insight_send_on": Route(CAPTURE, CAPTURE, POST, a_public_insight, the_insight),
    "insight_second": Route(CAPTURE, CAPTURE, BOTH, a_public_insight, the_insight),
}


def register() -> None:
    for name, route in ROUTES.items():
        registries.routes.add(f"coproduction:{name}", route)
