"""Whether a voice has a name: an organisation, a country, a person, a known force; or only words that show it ("officials",
"reportedly")."""

from dateline.resolve import nouns
from dateline.resolve.coreference import pronoun_of
from dateline.resolve.entities import Entity
from dateline.resolve.mentions import bare, squeeze, take_apart
from dateline.resolve.wording import is_cue


def is_unnamed(words: str, entity: Entity) -> bool:
    """Say whether a voice stays without a name.

    Args:
        words: the words that show the voice.
        entity: what they were resolved to.
    """
    line = squeeze(words)
    if is_cue(line) or not entity.named:
        return True
    if entity.actor:
        return False
    if pronoun_of(line):  # "he", after a commander who has no name, has none either
        return pronoun_of(entity.name) is None and is_unnamed(entity.name, entity)
    first, head = bare(line.split(" ")[0]), take_apart(line).head
    if first in nouns.PREPOSITIONS or (" " not in line and line.islower() and nouns.fits(head) is None and entity.kind != "person"):
        return True
    if take_apart(entity.name).head != head:
        return False
    return head in nouns.UNNAMED or head in nouns.SPOKESPEOPLE or nouns.fits(head) == "person"
