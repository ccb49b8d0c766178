"""A register says what a board has to know, and never who somebody's family is."""

import pytest

from partnership_board.naming import names_somebody_else


@pytest.mark.parametrize(
    "said",
    [
        "My sister Amina works at Turning Tide.",
        "My husband, Joe Bloggs, is a trustee there.",
        "My son called Adeel is employed by the trust.",
        "Amina, my sister, works there.",
        "Joe is my partner and runs the service.",
        "My son is a patient of the trust.",
        "My daughter has severe depression and uses the service.",
        "My mother, who lives with dementia, goes there.",
        "Our brother was sectioned there last year.",
        "A cousin lives with bipolar disorder.",
        "my wife Zoë is paid by it",
    ],
)
def test_somebody_elses_name_or_health_is_found(said):
    assert names_somebody_else(said)


@pytest.mark.parametrize(
    "said",
    [
        "A close relative works at Turning Tide.",
        "My sister works for East London NHS Foundation Trust.",
        "My wife is a trustee of a dementia charity.",
        "I am a director of Sister Circle.",
        "I am a partner of Brown and Sons.",
        "In Whitechapel, my brother runs a shop that rents us a room.",
        "My partner organisation is paid for this.",
        "I use the service myself.",
        "Paid by Mind in Tower Hamlets, Newham and Redbridge.",
        "Trustee since 2019; no pay.",
    ],
)
def test_a_connection_without_a_name_is_left_alone(said):
    assert not names_somebody_else(said)
