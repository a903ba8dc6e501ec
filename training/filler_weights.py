"""Weights and thresholds of `dateline.read.fillers` and `dateline.read.incidents`, from reports that the head did not learn from.

Log-linear, maximum likelihood with a ridge (L-BFGS). A head is surer of what it was trained on than of anything else, so these are
learned on reports held out from it. Thresholds are chosen by CEAF-REE and CEAF-RME on halves of those, each with weights from the
other half.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import minimize

from benchmarks import filling
from benchmarks.counts import f1
from dateline.read.fillers import Filler, Proposal, WordScores, choose, pair_features, plain, propose
from dateline.read.incidents import Settings, group, member_features, type_features
from dateline.read.words import find_words
from training.corpora.muc4 import ROLES, TYPES, Report

RIDGE = 3.0
BY_SORT = frozenset(("one",))
"""Features that have a weight for each role or type beside that for all: a few hundred reports do not carry more."""
LEAST = [0.1, 0.125, 0.15, 0.175, 0.2, 0.225, 0.25]
LEAST_TYPE = [0.25, 0.3, 0.35, 0.4]


class Row(NamedTuple):
    """One decision: what is known, of which sort it is, and what is right."""

    features: Mapping[str, float]
    sort: str
    right: bool


@dataclass(frozen=True)
class Read:
    """A report with the head's scores and the strings that it proposes."""

    report: Report
    words: list[tuple[int, int]]
    scores: WordScores
    proposals: list[Proposal]
    entity: list[int | None]
    """Which gold entity of its role each proposal names."""


def read(report: Report, words: list[tuple[int, int]], scores: WordScores) -> Read:
    """A report ready for learning."""
    proposals = propose(report.text, words, scores, ROLES)
    gold = {role: [{key(m) for m in entity} for entity in report.entities[role]] for role in ROLES}
    entity = [next((i for i, strings in enumerate(gold[p.role]) if p.words in strings), None) for p in proposals]
    return Read(report, words, scores, proposals, entity)


def key(mention: str) -> tuple[str, ...]:
    """Words of a mention as strings are compared."""
    return plain(mention[start:end].lower() for start, end in find_words(mention))


def fit(rows: Sequence[Row], ridge: float = RIDGE) -> dict[str, float]:
    """Weights of log-linear decisions, for features and for some by sort; held to nought in units of each feature's spread."""
    names = sorted({n for row in rows for f in row.features for n in (f, *([f"{row.sort}|{f}"] if f in BY_SORT else []))})
    index = {name: i for i, name in enumerate(names)}
    x = np.zeros((len(rows), len(names)))
    for i, row in enumerate(rows):
        for feature, value in row.features.items():
            x[i, index[feature]] = value
            if feature in BY_SORT:
                x[i, index[f"{row.sort}|{feature}"]] = value
    scale = np.sqrt((x * x).mean(0)) + 1e-6
    x /= scale
    sign = np.where([row.right for row in rows], 1.0, -1.0)

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        margin = sign * (x @ w)
        slope = -sign / (1.0 + np.exp(np.clip(margin, -30, 30)))
        return float(np.logaddexp(0.0, -margin).sum() + ridge * w @ w / 2), x.T @ slope + ridge * w

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 500}).x / scale
    return {name: round(float(found[i]), 3) for name, i in index.items() if abs(found[i]) >= 0.0005}


def learn(reads: Sequence[Read], least: float = 0.3, least_type: float = 0.5) -> Settings:
    """All weights; the two thresholds are those given."""
    filler = fit([Row(p.features, p.role, e is not None) for r in reads for p, e in zip(r.proposals, r.entity, strict=True)])
    same = fit([row for r in reads for row in _pairs(r)])
    settings = Settings([*ROLES], [*TYPES], filler, same, {}, {}, least, least_type)
    types, members = [], []
    for r in reads:
        chosen = choose(r.proposals, filler, same, least)
        there = {t for types_, _ in r.report.incidents for t in types_}
        types += [Row(type_features(r.scores, chosen, t), name, name in there) for t, name in enumerate(TYPES)]
    settings = replace(settings, type=fit(types))
    for r in reads:
        there = [t for t, name in enumerate(TYPES) if any(name in types_ for types_, _ in r.report.incidents)]
        likely = [0.9 if t in there else 0.1 for t in range(len(TYPES))]
        for p, e in zip(r.proposals, r.entity, strict=True):
            if e is not None and len(there) > 1:
                own = {
                    n for types_, roles in r.report.incidents for n in types_ if any(p.words in map(key, m) for m in roles[p.role])
                }
                members += [Row(member_features(r.scores, p, t, likely, there), TYPES[t], TYPES[t] in own) for t in there]
    return replace(settings, member=fit(members))


def _pairs(r: Read) -> list[Row]:
    good = [(p, e) for p, e in zip(r.proposals, r.entity, strict=True) if e is not None]
    pairs = [(good[i], good[j]) for i in range(len(good)) for j in range(i) if good[i][0].role == good[j][0].role]
    return [Row(pair_features(p, o), p.role, e == f) for (p, e), (o, f) in pairs]


def count(r: Read, settings: Settings) -> np.ndarray:
    """[roles + 1, 3] counts of one report: CEAF-REE by role, then CEAF-RME."""
    chosen = choose(r.proposals, settings.filler, settings.same, settings.least)
    incidents = group(r.words, r.scores, chosen, settings)
    text = r.report.text

    def roles_of(fillers: Sequence[Filler]) -> dict[str, list[filling.Entity]]:
        return {
            role: list({frozenset([filling.compared(text[f.start : f.end])]) for f in fillers if f.role == role}) for role in ROLES
        }

    def gold_of(roles: Mapping[str, Any]) -> dict[str, list[filling.Entity]]:
        return {role: [frozenset(map(filling.compared, entity)) for entity in roles[role]] for role in ROLES}

    found = [filling.Template(frozenset([i.type]), roles_of(i.fillers)) for i in incidents]
    gold = [filling.Template(frozenset(types), gold_of(roles)) for types, roles in r.report.incidents]
    gold = [one for i, one in enumerate(gold) if one not in gold[:i]]
    whole = filling.count_roles(roles_of([f for i in incidents for f in i.fillers]), gold_of(r.report.entities))
    return np.concatenate([whole, filling.count_templates(found, gold)[None]])


def figures(counts: np.ndarray) -> tuple[float, float]:
    """CEAF-REE and CEAF-RME of summed counts."""
    return f1(counts[:-1].sum(0)), f1(counts[-1])


def tune(reads: Sequence[Read], say: Callable[[str], None] = print) -> Settings:
    """Weights from all reports, thresholds by halves."""
    halves = [reads[0::2], reads[1::2]]
    learned = [learn(halves[1]), learn(halves[0])]

    def over(**changed: float) -> np.ndarray:
        return np.sum([count(r, replace(own, **changed)) for own, half in zip(learned, halves, strict=True) for r in half], axis=0)

    by_least = {least: over(least=least) for least in LEAST}
    least = max(LEAST, key=lambda value: figures(by_least[value])[0])
    by_type = {value: over(least=least, least_type=value) for value in LEAST_TYPE}
    least_type = max(LEAST_TYPE, key=lambda value: figures(by_type[value])[1])
    for name, found in (("least", by_least), ("least type", by_type)):
        say(
            name
            + ": "
            + ", ".join(f"{value} {ree:.3f} / {rme:.3f}" for value, (ree, rme) in ((v, figures(c)) for v, c in found.items()))
        )
    return learn(reads, least, least_type)
