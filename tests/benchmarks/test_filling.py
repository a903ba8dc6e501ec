"""CEAF-REE and CEAF-RME on cases worked out by hand from their definitions."""

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks import filling, muc4, muc4_templates
from benchmarks.counts import f1, f1_of

Given = dict[str, list[list[list[Any]]]]


def given(**roles: list[str]) -> Given:
    """Roles as a row gives them: "a|b" is one entity of two mentions."""
    return {role: [[[m, 0] for m in entity.split("|")] for entity in roles.get(role, [])] for role in filling.ROLES}


def template(incident_type: str, **roles: list[str]) -> dict[str, Any]:
    return {"incident_type": incident_type, **given(**roles)}


GOLD = given(PerpOrg=["Shining Path|SL", "MRTA"], Victim=["Hector Oqueli"], Weapon=["car bomb|bomb"])


def counted(predicted: Given, gold: Given = GOLD) -> dict[str, list[int]]:
    rows = filling.count_roles(filling.roles_of(predicted), filling.roles_of(gold)).tolist()
    return dict(zip(filling.ROLES, rows, strict=True))


@pytest.mark.parametrize(
    ("predicted", "perp_org"),
    [
        (["SL", "MRTA"], [2, 2, 2]),
        (["The Shining Path!", "mrta"], [2, 2, 2]),  # articles, punctuation and capitals do not count
        (["Shining Path|SL"], [1, 1, 2]),
        (["Shining Path", "SL"], [1, 2, 2]),  # one gold entity agrees with one predicted one
        (["Shining Path|FMLN"], [0, 1, 2]),  # every mention must be right
        (["Shining Path|MRTA"], [0, 1, 2]),  # and all of one entity
        (["Path"], [0, 1, 2]),
        ([], [0, 0, 2]),
    ],
)
def test_an_entity_is_right_when_all_its_mentions_are_of_one_gold_entity(predicted: list[str], perp_org: list[int]) -> None:
    assert counted(given(PerpOrg=predicted))["PerpOrg"] == perp_org


def test_entities_are_aligned_so_that_most_agree() -> None:
    # "bomb" alone could go with either; "car bomb" only with the first
    gold = given(Weapon=["car bomb|bomb", "bomb|grenade"])
    assert counted(given(Weapon=["bomb", "car bomb"]), gold)["Weapon"] == [2, 2, 2]


def test_roles_are_kept_apart_and_summed() -> None:
    predicted = given(Victim=["MRTA"], PerpOrg=["MRTA"], Weapon=["bomb"])
    assert counted(predicted) == {
        "PerpInd": [0, 0, 0],
        "PerpOrg": [1, 1, 2],
        "Target": [0, 0, 0],
        "Victim": [0, 1, 1],
        "Weapon": [1, 1, 1],
    }
    total = filling.count_roles(filling.roles_of(predicted), filling.roles_of(GOLD)).sum(0)
    assert f1(total) == pytest.approx(2 * 2 / (3 + 4))


TEMPLATES = [
    template("bombing", PerpOrg=["Shining Path|SL"], Target=["embassy"], Weapon=["car bomb|bomb"]),
    template("bombing", PerpOrg=["MRTA"], Target=["bank"]),
    template("attack / kidnapping", Victim=["Hector Oqueli"]),
]


def score(predicted: list[dict[str, Any]], gold: list[dict[str, Any]] = TEMPLATES) -> list[int]:
    return filling.count_templates(filling.templates_of(predicted), filling.templates_of(gold)).tolist()


def test_templates_that_are_alike_give_1() -> None:
    same = [*TEMPLATES[:2], template("kidnapping", Victim=["Hector Oqueli"])]
    assert score(same) == [9, 9, 9]
    assert f1_of(0)([filling.count_templates(*(filling.templates_of(t) for t in (same, TEMPLATES)))[None]]) == 1.0


def test_the_incident_type_counts_and_one_that_gold_leaves_open_may_be_either() -> None:
    assert score([template("attack")]) == score([template("kidnapping")]) == [1, 1, 9]
    assert score([template("arson")]) == [0, 1, 9]


def test_fillers_in_a_template_of_another_type_are_spurious_and_missed() -> None:
    assert score([template("attack", PerpOrg=["MRTA"], Target=["bank"])], TEMPLATES[1:2]) == [0, 3, 3]


def test_templates_are_aligned_so_that_most_agrees() -> None:
    # Each of the two shares something with the first gold template; together they agree most when the first gives way.
    predicted = [
        template("bombing", Target=["embassy", "bank"], PerpOrg=["MRTA"]),
        template("bombing", PerpOrg=["SL"], Weapon=["bomb"]),
    ]
    assert score(predicted) == [6, 7, 9]


def test_two_incidents_in_one_template_agree_with_one_of_them() -> None:
    whole = template("bombing", PerpOrg=["SL", "MRTA"], Target=["embassy", "bank"], Weapon=["bomb"])
    assert score([whole], TEMPLATES[:2]) == [4, 6, 7]


def test_a_filler_said_twice_is_credited_once() -> None:
    assert score([template("bombing", PerpOrg=["Shining Path", "SL"])], TEMPLATES[:1]) == [2, 3, 4]


def test_gold_templates_that_are_alike_count_once() -> None:
    assert score([], [TEMPLATES[1], TEMPLATES[1]]) == [0, 0, 3]


def test_nothing_found_where_nothing_is() -> None:
    assert score([], []) == [0, 0, 0]


# ------------------------------------------------------------------ a file of one's own
TEXT = "guerrillas placed a bomb at the embassy in san salvador last night. the explosion destroyed the embassy."


def test_a_file_that_is_given_is_scored(tmp_path: Path) -> None:
    row = {
        "id": "own",
        "grit_text": TEXT,
        "grit_roles": given(PerpInd=["guerrillas"], Target=["embassy"], Weapon=["bomb"]),
        "gtt_templates": [template("bombing", PerpInd=["guerrillas"], Target=["embassy"], Weapon=["bomb"])],
    }
    quiet = {"id": "quiet", "grit_text": "coffee prices rose in march.", "grit_roles": given(), "gtt_templates": []}
    file = tmp_path / "gold.jsonl"
    file.write_text("".join(json.dumps(r) + "\n" for r in (row, quiet)), encoding="utf-8")
    fillers, templates = muc4.run(file), muc4_templates.run(file)
    assert (fillers["name"], fillers["n"], [*fillers["metrics"]]) == ("muc4", 3, ["ceaf_ree_f1"])
    assert (templates["name"], templates["n"], [*templates["metrics"]]) == ("muc4-templates", 4, ["ceaf_rme_f1"])
    assert fillers["parts"]["Weapon"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0, "n": 1}
    assert templates["metrics"]["ceaf_rme_f1"] >= 0.4  # the type and the bomb at least, of four
