"""A statement on a terminal: what it says in our words, who vouches for it, and its sentence with the span marked.

It shows; it does not decide what is worth showing.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from rich.cells import cell_len
from rich.text import Text

from dateline.records import Anchor, Place, Sentence, Spending, Statement
from dateline.situation import wording

KINDS = {
    "event": "What happened",
    "control": "Control",
    "relation": "Relations",
    "quantity": "Numbers",
    "label": "Labels",
    "forecast": "Forecasts",
    "recommendation": "Recommendations",
    "judgement": "Judgements",
}
STYLES = {
    "event": "bold red",
    "control": "bold magenta",
    "relation": "bold blue",
    "quantity": "bold cyan",
    "label": "bold yellow",
    "forecast": "bold green",
    "recommendation": "bold green",
    "judgement": "bold yellow",
}
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    """A stretch of foreign text that is safe on a terminal: on one line, without control characters.

    >>> printable("a\\n b\\x1b[31m")
    'a b\ufffd[31m'
    """
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", re.sub(r"\s+", " ", text))


def plural(number: int, noun: str, nouns: str | None = None) -> str:
    """A number with its noun.

    >>> plural(1, "story", "stories"), plural(2000, "day")
    ('1 story', '2,000 days')
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {nouns or noun + 's'}"


def spending_words(spent: Spending) -> str:
    """What a language model took, in one line.

    >>> spending_words(Spending(requests=3, cached=1, tokens_in=2000, tokens_out=150, cost=0.0123))
    'language model: 3 requests, 2,000 tokens in, 150 out, cost 0.0123; 1 question answered before'
    """
    words = f"language model: {plural(spent.requests, 'request')}, {spent.tokens_in:,} tokens in, {spent.tokens_out:,} out"
    words += f", cost {spent.cost:.4f}" if spent.cost else ""
    return words + (f"; {plural(spent.cached, 'question')} answered before" if spent.cached else "")


def what_words(statement: Statement, labels: Mapping[str, str]) -> str:
    """One phrase for what a statement says, by its kind; empty when only the quote can say it."""
    match statement.assertion.kind:
        case "event":
            words = wording.event_words(statement, labels)
        case "control":
            words = wording.control_words(statement)
        case "relation":
            words = wording.relation_words(statement)
        case "quantity":
            words = wording.and_list(f"{wording.range_words(q)} {q.what or ''}".strip() for q in statement.quantities)
        case "forecast":
            words = wording.LIKELIHOOD_WORD.get(statement.assertion.likelihood or "unstated", "Expected")
            words += ", on a condition" if statement.assertion.conditional else ""
        case "recommendation":
            addressee = wording.target_words(statement.participants, "addressee")
            words = f"To {addressee}" if addressee else ""
        case "label":
            target = wording.target_words(statement.participants, "target") or "someone"
            words = f"{target} called “{statement.assertion.anchor.exact}”"
        case _:
            target = wording.target_words(statement.participants, "target")
            words = f"On {target}" if target else ""
    return printable(words[:1].upper() + words[1:])


def voice_words(statement: Statement) -> str:
    """Who vouches for it: the author, a name, or the words that show an unnamed source."""
    voice = statement.voice
    if voice.type == "author":
        return "author"
    return printable(voice.name or (f"unnamed: {voice.anchor.exact}" if voice.anchor else "unnamed source"))


def time_words(statement: Statement) -> str:
    """The days, as ISO dates; one, or both ends."""
    time = statement.time
    if time is None:
        return "no date"
    return time.start if time.start == time.end else f"{time.start} to {time.end}"


def place_words(places: Iterable[Place]) -> str:
    """The places with their countries."""
    named = [f"{place.label} ({place.country})" if place.country else place.label for place in places]
    return printable(", ".join(dict.fromkeys(named))) or "no place"


def marked(sentence: Sentence, spans: Sequence[tuple[Anchor, str]], *, colour: bool) -> Text:
    """The sentence with spans marked: in colour on a terminal, in brackets elsewhere. Spans may nest and overlap.

    Args:
        spans: stretches of the document, each with the style it has in colour.
    """
    start = sentence.anchor.start
    text = sentence.anchor.exact
    inside = [
        (max(anchor.start - start, 0), min(anchor.end - start, len(text)), style)
        for anchor, style in spans
        if anchor.start < sentence.anchor.end and anchor.end > start
    ]
    cuts = sorted({0, len(text), *(end for span in inside for end in span[:2])})
    out = Text()
    for left, right in zip(cuts, [*cuts[1:], len(text)], strict=True):
        if not colour:
            out.append("]" * sum(end == left for _, end, _ in inside))
            out.append("[" * sum(begin == left for begin, _, _ in inside))
        covering = [(begin, end, style) for begin, end, style in inside if begin <= left and right <= end]
        style = min(covering, key=lambda span: span[1] - span[0])[2] if covering and colour else ""
        out.append(printable(text[left:right]), style=style)
    return out


def block(
    statement: Statement, sentence: Sentence, where: str, labels: Mapping[str, str], *, colour: bool, width: int | None = None
) -> list[Text]:
    """A statement as lines: what, then voice, hedge, date and place, then its sentence with the span marked and its id.

    Args:
        where: the sentence's id as shown.
        width: cut the sentence to one line of so many cells; None shows it whole.
    """
    style = STYLES.get(statement.assertion.kind, "bold")
    lines = []
    if words := what_words(statement, labels):
        lines.append(Text(words, style="bold"))
    facts = [voice_words(statement), statement.assertion.hedge, time_words(statement), place_words(statement.places)]
    if statement.review:
        facts.append(statement.review.words)
    lines.append(Text(" · ".join(facts), style="dim"))
    quote = marked(sentence, [(statement.assertion.anchor, style)], colour=colour)
    if width is not None:
        quote.truncate(max(20, width - cell_len(where) - 4), overflow="ellipsis")
    lines.append(quote + Text(f"  {where}", style="dim"))
    return lines
