"""Who may see and who may do, for every address of what follows the close of a poll."""

from alliance.registries import ANY_OFFICE, Route
from alliance.samples import BOTH

ROUTES = {
    "practice": Route(ANY_OFFICE, ANY_OFFICE, BOTH),
}
