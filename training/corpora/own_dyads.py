"""Sentences written for this project, each with who does it, to whom, and the PLOVER root: `annotation/dyads.txt`."""

import re
from collections.abc import Iterator
from pathlib import Path

from training.corpora.event_coding import Dyad

FILE = Path("annotation/dyads.txt")


def load(path: Path = FILE) -> Iterator[Dyad]:
    """One dyad a line; the quad class is not written there and is 0.

    Raises:
        ValueError: a line lacks its root, source or target.
    """
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            yield read_line(f"{path.stem}-{number}", line)


def read_line(name: str, line: str) -> Dyad:
    """One line as a dyad.

    >>> read_line("a", "AID | [Norway] fed {the town}.")
    Dyad(sentence='a', text='Norway fed the town.', source=(0, 6), target=(11, 19), root='AID', quad=0)
    """
    root, told, sentence = line.partition(" | ")
    text, begun, spans = "", {}, {}
    for part in re.split(r"([\[\]{}])", sentence):
        if part in ("[", "{"):
            begun[part] = len(text)
        elif part in ("]", "}"):
            opening = "[" if part == "]" else "{"
            spans[opening] = (begun.pop(opening), len(text))
        else:
            text += part
    if not told or set(spans) != {"[", "{"} or begun:
        raise ValueError(f"{name} is no line of a root, a sentence, [a source] and {{a target}}: {line}")
    return Dyad(name, text, spans["["], spans["{"], root, 0)
