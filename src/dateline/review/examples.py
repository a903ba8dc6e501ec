"""Reviewed statements -> examples for the codebook: sentences that are of a type, and sentences that are not, each with why.

The form is that of `examples` in a codebook file, so that they can be pasted there; `dateline codebook check` then tells which of
them fire no trigger yet.
"""

from collections.abc import Iterable
from typing import Any

from dateline.records import Review, Statement
from dateline.review.fields import TYPED

Examples = dict[str, dict[str, list[Any]]]


def examples_of(kept: Iterable[tuple[Statement, str]], rejected: Iterable[tuple[Review, str]]) -> Examples:
    """Examples by type.

    Args:
        kept: reviewed statements, each with its sentence.
        rejected: acts that reject a statement or give it another type, each with the sentence of what was read.

    Returns:
        Type -> `yes` and `no`, in the form of a codebook file. A sentence that is of a type by one statement is no negative of it
        by another.
    """
    found: Examples = {}
    for statement, sentence in kept:
        assertion = statement.assertion
        if assertion.kind in TYPED and assertion.type and assertion.hedge != "denied":
            yes = found.setdefault(assertion.type, {"yes": [], "no": []})["yes"]
            if sentence not in yes:
                yes.append(sentence)
    for act, sentence in rejected:
        read = act.machine.assertion if act.machine else None
        if read is None or read.kind not in TYPED or read.type is None or (act.value and act.value.assertion.type == read.type):
            continue
        of_type = found.setdefault(read.type, {"yes": [], "no": []})
        if sentence not in of_type["yes"] and all(row["text"] != sentence for row in of_type["no"]):
            of_type["no"].append({"text": sentence, "why": _why(act)})
    return dict(sorted(found.items()))


def _why(act: Review) -> str:
    if act.note:
        return " ".join(act.note.split())
    kind = act.value.assertion.type if act.value else None
    return f"of another type: {kind}" if kind else "a coder says that it asserts no such thing"
