"""From scores of words to fillers and incidents: what is proposed, what is one filler under two names, which incident it is in."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from dateline.errors import ModelError
from dateline.read.encoder import Encoder
from dateline.read.fillers import Proposal, WordScores, choose, pair_features, propose
from dateline.read.incidents import Settings, find_incidents, group, join_windows, windows
from dateline.read.words import find_words

TEXT = "the fmln said rebels of the fmln burned two buses"
WORDS = find_words(TEXT)
ROLES = ["PerpInd", "PerpOrg", "Target"]
TYPES = ["arson", "attack"]


def scored(*spans: tuple[int, int, int]) -> WordScores:
    """Scores of TEXT in which these (role, first, last) stand out; the other words are surely outside."""
    tags = np.tile(np.array([4.0, -4.0, -4.0], dtype=np.float32), (len(ROLES), len(WORDS), 1))
    for role, first, last in spans:
        tags[role, first] = (-3, 3, -3)
        tags[role, first + 1 : last + 1] = (-3, -3, 3)
    letters = sorted(set(TEXT.split()))
    vectors = np.eye(len(letters), dtype=np.float32)[[letters.index(w) for w in TEXT.split()]]
    types = np.tile(np.array([2.0, -2.0], dtype=np.float32), (len(WORDS), 1))
    return WordScores(vectors, tags, types, np.array([2.0, -3.0, 2.0], dtype=np.float32))


def proposed(*spans: tuple[int, int, int]) -> list[Proposal]:
    return propose(TEXT, WORDS, scored(*spans), ROLES)


def test_a_string_is_proposed_once_with_all_its_mentions_likeliest_first() -> None:
    found = proposed((1, 6, 6), (2, 8, 9))
    assert [(p.role, " ".join(p.words), p.mentions) for p in found] == [
        ("PerpOrg", "fmln", ((6, 6), (1, 1))),
        ("Target", "two buses", ((8, 9),)),
    ]
    assert found[0].features["mentions"] == pytest.approx(np.log(2))


def test_articles_and_marks_alone_are_no_string() -> None:
    assert proposed((0, 0, 0)) == []


def test_what_goes_on_behind_a_string_speaks_against_it() -> None:
    whole = scored((0, 3, 6))
    cut = replace(whole, tags=whole.tags.copy())
    cut.tags[0, 5] = (-1, -3, -2)  # outside is likelier here, inside stays likely
    (long,), (short,) = (propose(TEXT, WORDS, one, ROLES) for one in (whole, cut))
    assert (" ".join(long.words), " ".join(short.words)) == ("rebels of fmln", "rebels of fmln")
    assert short.features["best"] < long.features["best"]


def named(role: str, *words: str, at: int, likely: float) -> Proposal:
    vector = np.zeros(2)
    vector[0] = 1.0
    return Proposal(role, words, ((at, at + len(words) - 1),), {"any": likely}, np.array([2.0, -2.0]), vector)


LONG = named("PerpOrg", "army", "of", "national", "liberation", at=3, likely=3.0)
SHORT = named("PerpOrg", "anl", at=8, likely=2.0)


def test_another_name_of_a_filler_is_no_second_one() -> None:
    assert pair_features(LONG, SHORT)["initials"] == 1.0
    assert [p for p, _ in choose([SHORT, LONG], {"any": 1.0}, {"initials": 9.0, "one": -3.0}, 0.5)] == [LONG]
    assert [p for p, _ in choose([SHORT, LONG], {"any": 1.0}, {"one": -3.0}, 0.5)] == [LONG, SHORT]


def test_one_string_may_fill_two_roles() -> None:
    other = replace(SHORT, role="Target")
    assert len(choose([SHORT, other], {"any": 1.0}, {"one": 9.0}, 0.5)) == 2


def test_what_is_less_likely_than_asked_is_left_out() -> None:
    assert choose([SHORT], {"any": 1.0}, {}, 0.9) == []
    assert choose([SHORT], {"any": 1.0, "PerpOrg|any": 1.0}, {}, 0.9) != []  # a weight of one role beside that of all


def settings(**weights: dict[str, float]) -> Settings:
    given = {"filler": {"any": 1.0}, "same": {}, "type": {"report": 1.0}, "member": {"its type": 1.0}} | weights
    return Settings(roles=ROLES, types=TYPES, least=0.5, least_type=0.5, **given)


def test_each_filler_is_in_the_incident_of_its_type_and_in_one_at_least() -> None:
    both = replace(scored(), report=np.array([1.0, 2.0, 2.0]))
    chosen = [(replace(SHORT, types=np.array([-1.0, 3.0])), 0.9), (replace(LONG, types=np.array([-1.0, -2.0])), 0.8)]
    found = group(WORDS, both, chosen, settings())
    assert [(i.type, [TEXT[f.start : f.end] for f in i.fillers]) for i in found] == [
        ("attack", ["two"]),
        ("arson", ["rebels of the fmln"]),
    ]


def test_fillers_make_an_incident_where_no_type_is_likely() -> None:
    quiet = replace(scored(), report=np.array([-1.0, -2.0, -1.0]))
    assert group(WORDS, quiet, [], settings()) == []
    assert [i.type for i in group(WORDS, quiet, [(SHORT, 0.9)], settings())] == ["arson"]


def test_windows_cover_a_long_report_and_agree_where_they_meet() -> None:
    assert windows(300) == [(0, 300)]
    spans = windows(1400)
    assert spans[0][0] == 0 and spans[-1][1] == 1400
    assert all(a[1] - b[0] >= 128 for a, b in pairwise(spans))
    tags, types, report = join_windows(
        1400, [(s, e, np.full((e - s, 2, 3), 1.0), np.full((e - s, 4), 2.0), np.full(5, float(s))) for s, e in spans]
    )
    assert tags == pytest.approx(np.ones((1400, 2, 3))) and types == pytest.approx(np.full((1400, 4), 2.0))
    assert report.tolist() == [float(spans[-1][0])] * 5


REPORT = (
    "Guerrillas of the Farabundo Marti National Liberation Front (FMLN) placed a bomb at the United States embassy in San Salvador "
    "last night. The explosion wounded Colonel Jose Rivas. The FMLN claimed responsibility for the bombing."
)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder(threads=1)


def test_a_bombing_is_found_with_its_fillers(encoder: Encoder) -> None:
    found = find_incidents(REPORT, encoder)
    assert [incident.type for incident in found] == ["bombing"]
    fillers = {(f.role, REPORT[f.start : f.end].lower()) for f in found[0].fillers}
    assert ("Weapon", "bomb") in fillers
    assert len([role for role, _ in fillers if role == "PerpOrg"]) == 1  # one organisation under two names


def test_a_report_without_violence_has_no_incident(encoder: Encoder) -> None:
    assert find_incidents("The central bank left its interest rate as it was. Coffee prices rose a little in March.", encoder) == []
    assert find_incidents("", encoder) == []


def test_a_model_without_the_head_says_so(encoder: Encoder) -> None:
    without = Encoder(threads=1)
    without.labels = replace(encoder.labels, fillers={})
    with pytest.raises(ModelError, match="make train"):
        find_incidents(REPORT, without)
