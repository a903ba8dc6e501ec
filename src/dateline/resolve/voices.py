"""Whether a voice has a name: an organisation, a country, a person, a known force; or only words that show it ("officials",
"reportedly")."""

import re

from dateline.resolve import nouns
from dateline.resolve.coreference import Entity, pronoun_of
from dateline.resolve.mentions import bare, squeeze, take_apart

_CUE_ONLY = re.compile(
    r"^(?:it\s+)?(?:is|are|was|were|be|been|being|has|have|had|reportedly|allegedly|supposedly|purportedly|apparently|widely|said|believed|thought|reported|alleged"
    r"|accused|rumou?red|estimated|expected|considered|suspected|attributed|blamed|claimed|purported|presumed|according)\b",
    re.IGNORECASE,
)


def is_unnamed(words: str, entity: Entity) -> bool:
    """Say whether a voice stays without a name.

    Args:
        words: the words that show the voice.
        entity: what they were resolved to.
    """
    line = squeeze(words)
    if _CUE_ONLY.match(line) or not entity.named:
        return True
    if entity.actor or pronoun_of(line):
        return False
    first, head = bare(line.split(" ")[0]), take_apart(line).head
    if first in nouns.PREPOSITIONS or (" " not in line and line.islower() and nouns.fits(head) is None and entity.kind != "person"):
        return True
    if take_apart(entity.name).head != head:
        return False
    return head in nouns.UNNAMED or head in nouns.SPOKESPEOPLE or nouns.fits(head) == "person"
