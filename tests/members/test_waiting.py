"""Who waits is said in one short sentence."""

import pytest

from members.waiting import in_words


@pytest.mark.parametrize(
    ("count", "days", "words"),
    [
        (None, None, ""),
        (None, 0, ""),
        (0, 30, "Nobody is waiting"),
        (1, None, "1 person is waiting"),
        (12, 1, "12 people are waiting, usually for about 1 day"),
        (12, 13, "12 people are waiting, usually for about 13 days"),
        (12, 14, "12 people are waiting, usually for about 2 weeks"),
        (None, 42, "People wait, usually for about 6 weeks"),
    ],
)
def test_a_queue_in_words(count, days, words):
    assert in_words(count, days) == words
