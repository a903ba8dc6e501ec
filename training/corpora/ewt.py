"""UD English EWT with PropBank roles: parts of speech, dependencies, predicates, senses, roles. CC BY-SA 4.0."""

from collections.abc import Iterator
from pathlib import Path

from training.corpora.files import rows
from training.examples import Example


def load(data: Path, split: str) -> Iterator[Example]:
    """One example a sentence. Words are the treebank's own tokens; heads are word indexes, the root's is its own."""
    for row in rows(data / "ewt" / f"{split}.jsonl.gz"):
        tokens = row["tokens"]
        predicates = []
        for prop in row["props"] if row.get("has_roles") else ():
            arguments = [(a["role"], a["tok_start"], a["tok_end"] - 1) for a in prop["args"]]
            predicates.append({"word": prop["pred"], "sense": prop["sense"], "arguments": arguments})
        yield Example(
            task="syntax",
            corpus="ewt",
            document=row["doc"],
            text=row["text"],
            words=[(t["start"], t["end"]) for t in tokens],
            sentences=[0] * len(tokens),
            labels={
                "upos": [t["upos"] for t in tokens],
                "head": [i if t["head"] == 0 else t["head"] - 1 for i, t in enumerate(tokens)],
                "deprel": [t["deprel"] for t in tokens],
                "predicates": predicates if row.get("has_roles") else None,
            },
        )
