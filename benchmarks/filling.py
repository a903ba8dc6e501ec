"""How well the fillers of roles, and the templates that they stand in, were found: CEAF-REE and CEAF-RME.

CEAF-REE (Du, Rush and Cardie 2021, "GRIT"): within a role, predicted and gold entities are aligned one to one so that most agree; a
predicted entity agrees with a gold one when each of its mentions is one of the gold entity's. Micro F1 over roles.

CEAF-RME (Du, Rush and Cardie 2021, "Template Filling with Generative Transformers", and Chen et al. 2023, "Iterative Document-level
Information Extraction via Imitation Learning"): templates are aligned one to one, only with templates of the same incident type, so
that as much as possible agrees: the type, and the entities of each role as in CEAF-REE. A template that is aligned with none counts
as spurious or missed with all that it holds. Those two programs let several predicted entities of one role agree with one gold
entity; here only one does, so a filler that is said twice is credited once and no figure is higher than theirs.

Mentions are compared as those programs compare them: small letters, without punctuation, articles and further spaces.
"""

import string
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import linear_sum_assignment

ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
_ARTICLES = frozenset(("a", "an", "the"))
_NO_PUNCTUATION = str.maketrans("", "", string.punctuation)

Entity = frozenset[str]
"""Mentions of one filler, as they are compared."""
Roles = Mapping[str, Sequence[Entity]]


class Template(NamedTuple):
    """One incident: what it may be called (gold can leave it open between two), and who and what is in it."""

    types: frozenset[str]
    roles: Roles


def compared(mention: str) -> str:
    """A mention as it is compared.

    >>> compared("The  U.S. embassy")
    'us embassy'
    """
    return " ".join(w for w in mention.lower().translate(_NO_PUNCTUATION).split() if w not in _ARTICLES)


def entities(given: Sequence[Sequence[Sequence[Any]]]) -> list[Entity]:
    """Entities of one role, each a list of [mention, offset]."""
    return [frozenset(compared(mention) for mention, *_ in entity) for entity in given if entity]


def roles_of(given: Mapping[str, Sequence[Sequence[Sequence[Any]]]]) -> dict[str, list[Entity]]:
    """Role -> entities, of a row's `grit_roles` or one of its `gtt_templates`."""
    return {role: entities(given[role]) for role in ROLES}


def templates_of(given: Sequence[Mapping[str, Any]]) -> list[Template]:
    """The templates of a row; of two that are alike in everything one counts, as in GTT's program."""
    found: list[Template] = []
    for one in given:
        types = frozenset(name.strip() for name in one["incident_type"].split("/"))
        if (template := Template(types, roles_of(one))) not in found:
            found.append(template)
    return found


def aligned(agreement: np.ndarray) -> int:
    """The most that can agree when each row goes with one column at most.

    >>> aligned(np.array([[2, 3], [0, 2]]))
    4
    """
    if not agreement.size:
        return 0
    rows, columns = linear_sum_assignment(agreement, maximize=True)
    return int(agreement[rows, columns].sum())


def agreeing(predicted: Sequence[Entity], gold: Sequence[Entity]) -> int:
    """How many entities of one role agree."""
    return aligned(np.array([[one <= other for other in gold] for one in predicted], dtype=int))


def count_roles(predicted: Roles, gold: Roles) -> np.ndarray:
    """[roles, 3] counts of one document, in the order of ROLES."""
    return np.array([[agreeing(predicted[r], gold[r]), len(predicted[r]), len(gold[r])] for r in ROLES])


def count_templates(predicted: Sequence[Template], gold: Sequence[Template]) -> np.ndarray:
    """[3] counts of one document: incident types and entities."""
    agreement = [
        [1 + sum(agreeing(one.roles[r], other.roles[r]) for r in ROLES) if one.types <= other.types else 0 for other in gold]
        for one in predicted
    ]
    return np.array([aligned(np.array(agreement, dtype=int)), _size(predicted), _size(gold)])


def _size(templates: Sequence[Template]) -> int:
    return sum(1 + sum(map(len, template.roles.values())) for template in templates)
