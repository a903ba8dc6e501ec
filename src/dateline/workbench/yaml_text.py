"""Values -> YAML as a person would write it: words bare where that is safe, in double quotes where it is not."""

import json
import re
from collections.abc import Iterable, Mapping

_BARE = re.compile(r"[^\W_][\w .()/+'’-]*[\w.)'’]|[^\W_]")
_TAKEN = frozenset("yes no true false on off null y n ~".split())
_NUMBER = re.compile(r"[\d.+-]+(e\d+)?")


def scalar(words: str) -> str:
    """Words as a YAML scalar on one line, whatever is in them, in a list with brackets or elsewhere.

    >>> scalar("Cattle raid"), scalar("He said: no"), scalar("no")
    ('Cattle raid', '"He said: no"', '"no"')
    """
    words = _plain(words)
    safe = _BARE.fullmatch(words) and words.lower() not in _TAKEN and not _NUMBER.fullmatch(words)
    return words if safe else json.dumps(words, ensure_ascii=False)


def flow_list(words: Iterable[str]) -> str:
    """A list on one line.

    >>> flow_list(["goat", "a, b"])
    '[goat, "a, b"]'
    """
    return f"[{', '.join(map(scalar, words))}]"


def flow_map(pairs: Mapping[str, str | Iterable[str] | bool | None]) -> str:
    """Keys and values on one line; what is empty is left out.

    >>> flow_map({"lemma": "raid", "object": ("goat", "camel"), "mode": None})
    '{lemma: raid, object: [goat, camel]}'
    """
    parts = []
    for key, value in pairs.items():
        if isinstance(value, bool):
            parts.append(f"{key}: {str(value).lower()}")
        elif isinstance(value, str):
            parts.append(f"{key}: {scalar(value)}")
        elif value is not None and (listed := list(value)):
            parts.append(f"{key}: {flow_list(listed)}")
    return f"{{{', '.join(parts)}}}"


def folded(words: str, indent: int = 2, width: int = 118) -> str:
    """A longer text as a folded block, for after `key: `."""
    lines, line = [], ""
    for word in _plain(words).split():
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return ">-\n" + "\n".join(" " * indent + one for one in [*lines, line])


def _plain(words: str) -> str:
    """Words on one line, without what cannot be printed."""
    return " ".join("".join(c if c.isprintable() else " " for c in words).split())
