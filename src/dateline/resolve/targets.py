"""Whom a label, a judgement or a recommendation is about, where the reader pointed at nobody: read from the words around it.

A label is about the name it stands beside ("Hezbollah, a militant group", "LRA rebels"), else about whoever its noun phrase
stands for. A judgement is
about the subject of its clause, a recommendation about who should act or is called upon. No parse: the subject is what stands
before
the first verb form, so long subjects with clauses inside are cut short.
"""

import re

from dateline.records import Anchor, Assertion
from dateline.resolve import nouns
from dateline.resolve.mentions import EMPTY, NAME_RUN, bare, is_shouting, take_apart

_NAME = NAME_RUN.pattern
_AFTER = re.compile(rf"^(?:\s+(?:(?:of|called|named|like|known as|such as)\s+(?:the\s+)?)?|,\s+(?:the\s+)?)({_NAME})")
_BESIDE = re.compile(rf"({_NAME})(['’]s?)?\s*[)\]]?\s*$")
_APPOSED = re.compile(
    rf"({_NAME})\s*[)\]]?\s*(?:,|--?|–|—|is|are|was|were|as)\s+(?:also\s+)?(?:the|a|an|another|one)\s+(?:[\w'-]+\s+){{0,3}}$"
)
_BRACKET = re.compile(r"[(\[]([A-Z0-9-]{2,10})[)\]]\s*$")
_DETERMINER = re.compile(r"\b(?:the|this|these|those|that|a|an|some|other|all)\s+$", re.IGNORECASE)
_VERBS = nouns.words(
    "is are was were be been has have had having do does did will would can could may might must should shall cannot seems"
    " seem appears appear remains remain"
    " became become becomes makes make made says said say shows show showed owns own needs need wants want goes go went"
    " got gets get fails fail failed caused"
    " poses pose gives give gave means mean meant took takes take led leads lead turned turns turn comes came isn't"
    " aren't wasn't weren't don't doesn't didn't won't can't"
    " demonstrates supports support represents represent proves proved reflects reinforces vindicates perpetuates"
    " constitutes amounted benefited deserves lacks"
)
_LEADS = nouns.words("that and but or so if because while although as yet also for when where once since in essence fact")
_MODAL = re.compile(r"^(.{2,90}?)\s+(?:should|must|needs?|ought|has\s+to|have\s+to|shall)\b", re.IGNORECASE | re.DOTALL)
_CALLED = re.compile(
    r"\b(?:urg(?:e|es|ed|ing)|call(?:s|ed|ing)?\s+(?:on|upon|for)|ask(?:s|ed|ing)?|appeal(?:s|ed|ing)?\s+to|press(?:es|ed|ing)?|warn(?:s|ed|ing)?|advis(?:e|es|ed)|tell|told"
    r"|request(?:s|ed|ing)?|encourag(?:e|es|ed|ing)|demand(?:s|ed)?\s+that|let|want(?:s|ed)?)\s+(.{2,60}?)\s+(?:to|not\s+to|should|for|stop|show)\b",
    re.IGNORECASE | re.DOTALL,
)
_PREPARED = re.compile(
    r"\b(?:demand(?:s|ed|ing)?|call(?:s|ed|ing)?|need|appeal(?:s|ed)?|request(?:s|ed)?|pressure|obliged|responsib\w+|up)\s+(?:\w+\s+){0,6}?(?:from|of|on|by|to|for)\s+"
    rf"((?:the\s+)?{_NAME})",
)
MOST_WORDS = 12
"""A subject is looked for in this many words of the clause; a clause without a verb there is taken to be a noun phrase."""


def target_of(assertion: Assertion, text: str) -> Anchor | None:
    """Where the words stand that say whom the assertion is about; None when they do not say."""
    if assertion.kind == "label":
        return _of_label(assertion.anchor, text)
    if assertion.kind == "judgement":
        return _subject(assertion.anchor)
    if assertion.kind == "recommendation":
        return _addressee(assertion.anchor)
    return None


def _cut(anchor: Anchor, start: int, end: int) -> Anchor:
    return Anchor(start=anchor.start + start, end=anchor.start + end, exact=anchor.exact[start:end])


def _of(text: str, start: int, end: int) -> Anchor:
    return Anchor(start=start, end=end, exact=text[start:end])


def _of_label(label: Anchor, text: str) -> Anchor:
    origin = max(0, label.start - 100)
    before, after = text[origin : label.start], text[label.end : label.end + 80]
    bracket = _BRACKET.search(before)
    if bracket:
        return _of(text, origin + bracket.start(1), origin + bracket.end(1))
    if not is_shouting(before + after):
        apposed, following, beside = _APPOSED.search(before), _AFTER.match(after), _BESIDE.search(before)
        if apposed and bare(apposed.group(1).split()[0]) not in _LEADS | nouns.PLAIN | EMPTY:
            return _of(text, origin + apposed.start(1), origin + apposed.end(1))
        names_it = not after.lstrip().startswith("of ") or nouns.fits(take_apart(label.exact).head) is not None
        if following and names_it and (not after.startswith(",") or after[following.end() :][:1] in (",", ".")):
            return _of(text, label.end + following.start(1), label.end + following.end(1))
        if beside and bare(beside.group(1).split()[0]) not in nouns.PLAIN | EMPTY:
            return _of(text, origin + beside.start(1), label.end)
    determiner = _DETERMINER.search(before)
    return _of(text, origin + determiner.start(), label.end) if determiner else label


def _subject(clause: Anchor) -> Anchor:
    words = list(re.finditer(r"\S+", clause.exact))
    first = 0
    while first < len(words) - 1 and bare(words[first].group()) in _LEADS:
        first += 1
    if nouns.PRONOUNS.get(bare(words[first].group())) and bare(words[first].group()) not in nouns.POSSESSIVES:
        return _cut(clause, words[first].start(), words[first].end())
    for index in range(first + 1, min(len(words), first + MOST_WORDS)):
        word = bare(words[index].group())
        if word in _VERBS or (word.endswith("ed") and bare(words[index - 1].group()) not in nouns.PLAIN):
            return _cut(clause, words[first].start(), words[index - 1].end())
        if words[index - 1].group()[-1:] in ",;" and index - first > 1:
            return _cut(clause, words[first].start(), words[index - 1].end() - 1)
    last = min(len(words), first + MOST_WORDS) - 1
    return _cut(clause, words[first].start(), words[last].end())


def _addressee(clause: Anchor) -> Anchor | None:
    called = _CALLED.search(clause.exact)
    if called:
        return _cut(clause, called.start(1), called.end(1))
    modal = _MODAL.match(clause.exact)
    if not modal:
        by_name = _PREPARED.search(clause.exact)
        return _cut(clause, by_name.start(1), by_name.end(1)) if by_name else None
    start = modal.start(1)
    for word in re.finditer(r"\S+", modal.group(1)):
        start = word.start()
        if bare(word.group()) not in _LEADS:
            break
    return _cut(clause, start, modal.end(1))
