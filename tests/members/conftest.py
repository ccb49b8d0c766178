from tests.people_members import *  # noqa: F403
