"""Corpora -> one file of numbers to train from: `python -m training.prepare --data ../shared --out runs/prepared`.

Everything that shares a sentence with the development documents or the seed article is left out of training here.
"""

import argparse
import gzip
import json
import pickle
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from safetensors.torch import load_file
from tokenizers import Tokenizer

from dateline.read.sentences import find_sentences
from training import labels as L
from training.corpora import ewt, factuality, gold, names, own, polnear, texts
from training.examples import Example
from training.pieces import MAX_PIECES, encode, minilm, open_tokenizer, prune

_SHORT = 40
"""Characters; shorter sentences ("He left.") do not show that two texts are the same."""


def fold(text: str) -> str:
    """A text with case, white space and punctuation out of the way, for comparison."""
    return re.sub(r"\W+", " ", text.lower()).strip()


def held_out(shared: Path) -> set[str]:
    """Folded sentences of the development documents and the seed article."""
    paths = [*sorted((shared / "gold" / "dev" / "texts").glob("*.txt")), shared / "seed" / "seed.txt"]
    found = set()
    for path in paths:
        text = path.read_text(encoding="utf-8")
        found.update(fold(text[s:e]) for s, e in find_sentences(text))
    return {s for s in found if len(s) >= _SHORT}


def leave_out(examples: Iterable[Example], banned: set[str]) -> tuple[list[Example], int]:
    """Examples of documents that share no sentence with `banned`, and how many examples were left out."""
    kept = list(examples)
    bad = set()
    for example in kept:
        low, high = example.words[0][0], example.words[-1][1]
        chunk = example.text[low:high]
        if any(fold(chunk[s:e]) in banned for s, e in find_sentences(chunk)):
            bad.add((example.corpus, example.document))
    out = [e for e in kept if (e.corpus, e.document) not in bad]
    return out, len(kept) - len(out)


def inventories(examples: Iterable[Example]) -> tuple[list[str], list[str]]:
    """Dependency relations and PropBank roles, by what the treebank uses at least ten times."""
    relations: Counter[str] = Counter()
    roles: Counter[str] = Counter()
    for example in examples:
        if example.task == "syntax":
            relations.update(example.labels["deprel"])
            roles.update(r for p in example.labels["predicates"] or () for r, _, _ in p["arguments"])
    return sorted(relations), sorted(r for r, n in roles.items() if n >= 10)


def numbers(example: Example, relations: list[str], roles: list[str]) -> dict[str, Any]:
    """Labels as indexes."""
    given = example.labels
    match example.task:
        case "syntax":
            predicates = None
            if given["predicates"] is not None:
                predicates = [
                    (
                        p["word"],
                        _sense(p["sense"]),
                        [(roles.index(r), s, e) for r, s, e in p["arguments"] if r in roles and s <= e],
                    )
                    for p in given["predicates"]
                ]
            return {
                "upos": [L.UPOS.index(u) for u in given["upos"]],
                "head": given["head"],
                "deprel": [relations.index(r) if r in relations else 0 for r in given["deprel"]],
                "predicates": predicates,
            }
        case "attribution":
            parts = {p: [L.BIO.index(t[0]) for t in given[p]] for p in polnear.PARTS}
            return {**parts, "attributions": given["attributions"]}
        case "entity":
            tags = [-1 if t == "?" else L.ENTITIES.index(t) for t in given["entity"]]
            open_ids = [i for i, t in enumerate(L.ENTITIES) if t != "O" and t[2:] not in given["covers"]]
            return {"entity": tags, "open": [0, *open_ids] if open_ids else []}
        case "factuality":
            return {"factuality": given["factuality"]}
        case "assertions":
            return {"assertions": [_assertion(a) for a in given["assertions"]]}
    return {}


def _sense(sense: str) -> int:
    number = sense.rsplit(".", 1)[-1]
    return L.SENSES.index(number) if number in L.SENSES else -1


def _assertion(a: dict[str, Any]) -> dict[str, Any]:
    return {
        "kind": L.KINDS.index(a["kind"]),
        "span": a["span"],
        "optional": a["optional"],
        "type": L.TYPES.index((a["kind"], a["type"])) if a["type"] else -1,
        "hedge": L.HEDGES.index(a["hedge"]),
        "voice": L.VOICES.index(a["voice"]),
        "likelihood": L.LIKELIHOODS.index(a["likelihood"]) if a["likelihood"] else -1,
        "conditional": -1 if a["conditional"] is None else int(a["conditional"]),
        "dating": L.DATINGS.index(a["dating"]) if a["dating"] else -1,
        "roles": [(L.ROLES.index(r), s, e) for r, s, e in a["roles"]],
        "open": [L.ROLES.index(r) for r in a["open"]],
    }


def gather(shared: Path, split: str) -> list[Example]:
    """Every labelled corpus of one split."""
    data = shared / "data"
    loaders = (ewt.load, polnear.load, names.load, factuality.load)
    ours = own.load(data) if split == "train" else ()
    return [*(e for load in loaders for e in load(data, split)), *gold.load(shared / "gold", split), *ours]


def reuse(folder: Path) -> tuple[Tokenizer, list[int], list[str], list[str]]:
    """Tokenizer, kept rows and inventories of an earlier preparation."""
    with gzip.open(folder / "prepared.pickle.gz", "rb") as file:
        before = pickle.load(file)
    return open_tokenizer(folder / "tokenizer.json"), before["kept"], before["relations"], before["roles"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared"))
    parser.add_argument(
        "--vocabulary", type=Path, help="a prepared folder whose vocabulary is to be used, so that its weights go on fitting"
    )
    parser.add_argument("--out", type=Path, default=Path("runs/prepared"))
    args = parser.parse_args()
    banned = held_out(args.data)
    train, left_out = leave_out([*gather(args.data, "train"), *texts.load(args.data / "data", args.data / "gold")], banned)
    dev = gather(args.data, "dev")
    relations, roles = inventories(train)
    if args.vocabulary:
        tokenizer, kept, relations, roles = reuse(args.vocabulary)
    else:
        tokenizer, kept = prune(e.text[e.words[0][0] : e.words[-1][1]] for e in train)
    rows = {"train": [], "dev": []}
    for split, examples in (("train", train), ("dev", dev)):
        for example in examples:
            ids, first = encode(tokenizer, example)
            if len(ids) > MAX_PIECES or not example.words:
                left_out += split == "train"
                continue
            low = example.words[0][0]
            rows[split].append(
                {
                    "task": example.task,
                    "corpus": example.corpus,
                    "document": example.document,
                    "ids": ids,
                    "first": first,
                    "sentences": example.sentences,
                    "offset": low,
                    "marks": example.marks,
                    **numbers(example, relations, roles),
                }
            )
    args.out.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(args.out / "tokenizer.json"))
    (args.out / "inventories.json").write_text(json.dumps({"relations": relations, "roles": roles}), encoding="utf-8")
    weights = load_file(minilm() / "model.safetensors")
    with gzip.open(args.out / "prepared.pickle.gz", "wb", 4) as file:
        pickle.dump({"rows": rows, "relations": relations, "roles": roles, "kept": kept}, file)
    with (args.out / "minilm.pickle").open("wb") as file:
        kept_weights = {
            k: (v[kept] if k == "embeddings.word_embeddings.weight" else v) for k, v in weights.items() if "pooler" not in k
        }
        pickle.dump({k: v.half().numpy() for k, v in kept_weights.items()}, file)
    print(Counter((s, r["task"], r["corpus"]) for s in rows for r in rows[s]), "left out:", left_out)
    print(len(kept), "pieces;", len(relations), "relations;", roles)


if __name__ == "__main__":
    main()
