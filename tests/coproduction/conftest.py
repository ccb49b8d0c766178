from tests.people_members import *  # noqa: F403
from tests.people_upper import *  # noqa: F403
