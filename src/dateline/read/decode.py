"""Scores of the model -> spans and tags. Arrays in, plain tuples out; knows nothing of words, records or the codebook.

Everything is batched over sequences: no loop over single tokens of single sentences.
"""

from collections.abc import Iterator, Sequence

import numpy as np

BEGIN, INSIDE = 1, 2
_NEVER = -1e9


def iou(a: tuple[int, int], b: tuple[int, int]) -> float:
    """Overlap of two inclusive word ranges: words shared over words covered."""
    shared = min(a[1], b[1]) - max(a[0], b[0]) + 1
    return max(0, shared) / (max(a[1], b[1]) - min(a[0], b[0]) + 1 if shared > 0 else 1)


def pick_spans(
    scores: np.ndarray, stretches: tuple[np.ndarray, np.ndarray], thresholds: np.ndarray, limit: float = 0.7
) -> list[tuple[int, int, int, float]]:
    """Non-maximum suppression over the scores of all stretches, before anything is known of their types: only near copies go.

    Args:
        scores: [kinds, m] logits of each kind and stretch.
        stretches: first and last word of each, [m].
        thresholds: [kinds] least logit of each kind.
        limit: of two spans of one kind that overlap more than this (words shared over words covered) only the better stays.

    Returns:
        (kind, first, last, logit), by kind and place.
    """
    picked: list[tuple[int, int, int, float]] = []
    for kind, first, last, values in _candidates(scores, stretches, thresholds):
        kept: list[tuple[int, int, int, float]] = []
        while len(values):
            a, b = int(first[0]), int(last[0])
            kept.append((kind, a, b, float(values[0])))
            shared = np.minimum(last, b) - np.maximum(first, a) + 1
            covered = np.maximum(last, b) - np.minimum(first, a) + 1
            free = shared <= limit * covered
            first, last, values = first[free], last[free], values[free]
        picked.extend(sorted(kept))
    return picked


def without_rivals(spans: Sequence[tuple[str, str | None, int, int, float]], same: float = 0.3, other: float = 0.45) -> list[int]:
    """Non-maximum suppression once types are known: a release may hold an abduction, but no second release.

    Args:
        spans: (kind, type, first, last, logit).
        same: of two spans of one kind and type that overlap more than this only the better stays.
        other: the same for two types of one kind.

    Returns:
        Indexes of those that stay, in their order. The limits were chosen on gold/dev (training/LOG.md).
    """
    kept: list[int] = []
    for index in sorted(range(len(spans)), key=lambda i: (-spans[i][4], i)):
        kind, type_, first, last, _ = spans[index]
        rivals = (spans[i] for i in kept if spans[i][0] == kind)
        if all(iou((first, last), (r[2], r[3])) <= (same if r[1] == type_ else other) for r in rivals):
            kept.append(index)
    return sorted(kept)


def _candidates(
    scores: np.ndarray, stretches: tuple[np.ndarray, np.ndarray], thresholds: np.ndarray
) -> Iterator[tuple[int, np.ndarray, np.ndarray, np.ndarray]]:
    """Spans of each kind above its threshold, best first; of equals the earlier and shorter first."""
    kinds, at = np.nonzero(scores > thresholds[:, None])
    firsts, lasts, values = stretches[0][at], stretches[1][at], scores[kinds, at]
    order = np.lexsort((lasts, firsts, -values, kinds))
    for kind in np.unique(kinds).tolist():
        mine = order[kinds[order] == kind]
        yield kind, firsts[mine], lasts[mine], values[mine]


def viterbi(scores: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """Best BIO sequence of each row under the rule that an inside tag follows only its own begin or inside.

    What is best up to a word is known from two numbers: what is best with no span open, and for each type what is best with its
    span open there; so no tag is weighed against every other.

    Args:
        scores: [n, t, 2 * types + 1] with the tags in the order O, B-1, I-1, B-2, I-2, ...
        lengths: [n] words of each row.

    Returns:
        [n, t] tag indexes, O beyond the length.
    """
    n, t, tags = scores.shape
    types = tags // 2
    margins = np.ascontiguousarray((scores[:, :, 1:] - scores[:, :, :1]).transpose(1, 0, 2), dtype=np.float32)  # over O
    margins[np.arange(t)[:, None] >= lengths[None, :]] = _NEVER
    closed = np.zeros((n, 1), dtype=np.float32)
    opened = np.full((n, types), _NEVER, dtype=np.float32)
    goes_on = np.zeros((t, n, types), dtype=bool)
    ends = np.zeros((t, n, 1), dtype=bool)
    ended = np.zeros((t, n), dtype=np.int64)
    one, rows = types == 1, np.arange(n)  # with one type there is nothing to choose
    for i in range(t):
        begun = closed + margins[i, :, ::2]
        opened = opened + margins[i, :, 1::2]
        np.greater(opened, begun, out=goes_on[i])
        opened = np.maximum(begun, opened)
        best = opened if one else opened.max(1, keepdims=True)
        np.greater(best, closed, out=ends[i])
        closed = np.maximum(closed, best)
        if not one:
            ended[i] = opened.argmax(1)
    if one:
        return _inside(ends[..., 0], goes_on[..., 0]).T
    out = np.zeros((t, n), dtype=np.int64)
    inside = np.zeros(n, dtype=bool)
    kind = np.zeros(n, dtype=np.int64)
    for i in range(t - 1, -1, -1):
        kind = np.where(inside, kind, ended[i])
        inside = inside | ends[i, :, 0]
        further = inside & goes_on[i, rows, kind]
        out[i] = inside * (2 * kind + 1) + further
        inside = further
    return out.T


def _inside(ends: np.ndarray, goes_on: np.ndarray) -> np.ndarray:
    """Tags of one type by where spans may end and where they go on, all [t, n]: what goes on, word after word, up to an end."""
    t = len(ends)
    at = np.arange(t)[:, None]
    next_end = np.minimum.accumulate(np.where(ends, at, t)[::-1])[::-1]
    broken = np.minimum.accumulate(np.where(goes_on, t, at)[::-1])[::-1]
    after = np.concatenate([broken[1:], np.full_like(broken[:1], t)])
    inside = (next_end < t) & (next_end < after)
    return inside.astype(np.int64) + (inside & goes_on)


def ranges(tags: np.ndarray) -> list[tuple[int, int, int]]:
    """(type, first, last) of the spans in one row of tags as `viterbi` gives them; types count from 0."""
    found = []
    for start in np.nonzero(tags % 2 == 1)[0].tolist():
        kind, end = (int(tags[start]) - 1) // 2, start
        while end + 1 < len(tags) and tags[end + 1] == 2 * kind + 2:
            end += 1
        found.append((kind, start, end))
    return found


def point(logits: Sequence[np.ndarray]) -> list[list[list[tuple[int, int, int, float]]]]:
    """Arguments of the queries of several chunks, decoded together: step by step through the words costs the same for many rows.

    Args:
        logits: of each chunk, [n, t, roles, 3] scores of O, B, I of each role at each word, for n queries.

    Returns:
        For each chunk and each of its queries (role, first, last, margin of the begin tag over O).
    """
    found: list[list[list[tuple[int, int, int, float]]]] = [[[] for _ in of_chunk] for of_chunk in logits]
    margins = [of_chunk[..., BEGIN] - of_chunk[..., 0] for of_chunk in logits]
    asked = [np.nonzero(margin.max(1) > 0) for margin in margins]
    rows = [of_chunk[which, :, role] for of_chunk, (which, role) in zip(logits, asked, strict=True)]
    tags = iter(viterbi_all(rows))
    for of_chunk, margin, (which, role) in zip(found, margins, asked, strict=True):
        for q, r in zip(which.tolist(), role.tolist(), strict=True):
            of_chunk[q].extend((r, a, b, float(margin[q, a, r])) for _, a, b in ranges(next(tags)))
    return found


def viterbi_all(scores: Sequence[np.ndarray]) -> Iterator[np.ndarray]:
    """Tags of rows of different lengths, decoded together: for each array [n, t, tags] n rows [t], array by array."""
    longest = max((one.shape[1] for one in scores), default=0)
    lengths = [one.shape[1] for one in scores for _ in one]
    if not lengths:
        return
    padded = np.zeros((len(lengths), longest, scores[0].shape[2]), dtype=np.float32)
    at = 0
    for one in scores:
        padded[at : at + len(one), : one.shape[1]] = one
        at += len(one)
    for row, length in zip(viterbi(padded, np.array(lengths)), lengths, strict=True):
        yield row[:length]
