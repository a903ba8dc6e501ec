"""Which language a text is in, as far as that can be told: None for a text too short to judge.

It knows one answer that counts (English or not); the code it gives for other languages is a best guess for the message.
"""

import re
from functools import cache
from typing import Any, Final

from dateline.errors import ModelError

SAMPLE_CHARACTERS: Final = 6000
FEWEST_WORDS: Final = 20
# Loading the identifier takes about a second, half of the time to the first result. Nothing but English has this many of these:
# the words that other languages share with it (in, is, was, on, a) are left out.
ENGLISH_WORDS: Final = (
    "the of and to that for with by from at as has have were said its his this which who they been would had are be not their after"
)
ENGLISH: Final = frozenset(ENGLISH_WORDS.split())
ENGLISH_CREOLES: Final = ("pcm", "sco", "jam")
"""What the identifier calls lists and telegrams in English, for want of function words."""
WORD: Final = re.compile(r"[^\W\d_]+")


def find_language(text: str) -> str | None:
    """ISO 639-1 code of the language; None when there are under 20 words to judge by.

    Capitals are lowered first: the identifier takes English in capitals for other languages.

    >>> find_language("THE ARMY SAID THAT THE TOWN HAD FALLEN TO THE REBELS AND THAT ITS TROOPS WERE AT THE RIVER WITH THE MAYOR.")
    'en'
    >>> find_language("Troops left.") is None
    True
    """
    sample = text[:SAMPLE_CHARACTERS].lower()
    words = WORD.findall(sample)
    latin = sum(word[0] < "\u0250" for word in words)
    if len(words) < FEWEST_WORDS and latin * 2 >= len(words):  # another script is seen, not guessed, however short the text
        return None
    if sum(word in ENGLISH for word in words) >= 0.15 * len(words) and words.count("the") >= 0.02 * len(words):
        return "en"
    code = str(_identifier().classify(sample)[0])
    return "en" if code in ENGLISH_CREOLES else code


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    try:
        return LanguageIdentifier.from_model_file(MODEL_FILE)
    except OSError as error:  # not the fault of the file that is being read, so nothing of it may be set aside for it
        raise ModelError(
            f"What tells languages apart cannot be unpacked into the folder for temporary files ({error.strerror or error}); free "
            "space there, or name another with TMPDIR, and run the command again."
        ) from error
