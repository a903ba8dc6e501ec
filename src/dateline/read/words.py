"""Text -> words, as character offsets.

Words are cut finer than by spaces (clitics, hyphens and punctuation stand alone, as in UD English) so that any span a reader
would mark begins and ends at a word. Nothing is normalised: offsets are into the text as given.
"""

import re

_WORD = re.compile(
    r"""
    \d+(?:[.,:/]\d+)*               # 2,000  3.5  10:30  12/05
  | (?:[^\W\d_]\.){2,}              # U.S.  a.m.
  | \w+(?=n['’]t\b) | n['’]t\b      # do|n't
  | ['’](?:s|re|ve|ll|d|m)\b        # 's
  | \w+
  | \.{2,} | -{2,}
  | [^\w\s]
    """,
    re.VERBOSE | re.IGNORECASE,
)


def find_words(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Offsets of the words of ``text[start:end]``, in order, not overlapping.

    >>> [("U.S. don't"[a:b]) for a, b in find_words("U.S. don't")]
    ['U.S.', 'do', "n't"]
    """
    return [m.span() for m in _WORD.finditer(text, start, len(text) if end is None else end)]
