"""Every error Dateline raises, and every reason for which it sets an item aside.

    DatelineError
    ├── InputError        what was given cannot be read at all (missing path, binary file, empty file)
    ├── UsageError        options that contradict each other or name an unknown thing
    ├── CodebookError     a codebook file that is not well formed; the message names the file
    ├── ModelError        the shipped model is missing or does not fit this version
    ├── StoreError        the case file cannot be opened or written, or is of a newer version
    ├── EngineError       a process that read for us died
    ├── ExtractorError    a language model that reads for us cannot be asked, or may not be asked more
    ├── AccountsError     the accounts of a team's desk cannot be opened or written
    ├── LearningError     reviewed rows are too few to learn from, or what they teach is no better than the shipped model
    └── ServeError        the desk cannot be served: its port is taken, or its pages were not built

A message is one sentence that names the thing and the next step.
"""

from enum import StrEnum


class DatelineError(Exception):
    """Base of all errors that Dateline raises on purpose."""


class InputError(DatelineError):
    """What was given cannot be read at all."""


class UsageError(DatelineError):
    """The options contradict each other or name something that does not exist."""


class CodebookError(DatelineError):
    """A codebook file is not well formed."""

    complaints: tuple = ()
    """All that is wrong with the file (`dateline.codebook.complaints.Complaint`), where more than the message is known."""


class ModelError(DatelineError):
    """The model files are missing or of another version."""


class StoreError(DatelineError):
    """The case file cannot be opened, written or understood."""


class EngineError(DatelineError):
    """A process that worked for us died."""


class ExtractorError(DatelineError):
    """A language model that reads for us cannot be reached, refuses, or would pass what it may cost."""


class AccountsError(DatelineError):
    """The accounts of a team's desk cannot be opened, written or understood."""


class LearningError(DatelineError):
    """Reviewed rows are too few to learn from, or what they teach is no better than the shipped model."""


class ServeError(DatelineError):
    """The desk cannot be served."""


class Reason(StrEnum):
    """Why an item was set aside. The values are stable: programs may test for them."""

    UNREADABLE = "unreadable"
    """The system would not open or read the file."""
    EMPTY = "empty"
    """The file or feed item holds no text."""
    BINARY = "binary"
    """The bytes are not text in any encoding we know."""
    ENCODING = "encoding"
    """The bytes decode only with replacement characters."""
    TOO_LARGE = "too_large"
    """Larger than the limit in the settings."""
    NO_ARTICLE = "no_article"
    """A web page in which no article was found."""
    MALFORMED = "malformed"
    """A record (JSON line, feed item) that is not well formed."""
    DUPLICATE = "duplicate"
    """The same text is already in the case file."""
    NO_PAGE = "no_page"
    """A part of a web archive that is no page: a request, a picture, a script, a redirect. Expected, and not counted as a loss."""
    HTTP_ERROR = "http_error"
    """The server answered that it has no such page, or with another error."""
    REFUSED = "refused"
    """An address that is not fetched: no web page, or of a private network."""
    ROBOTS = "robots"
    """An address that the site's robots.txt forbids to programs."""
    UNREACHABLE = "unreachable"
    """A server that did not answer, not in time, or not as a web server does."""
    FURNITURE = "furniture"
    """Page furniture: a teaser, a link, a credit line; never read as the article's word."""
    NOTHING_ASSERTED = "nothing_asserted"
    """A sentence that was read and asserts nothing about the conflict."""
    NOTHING_USABLE = "nothing_usable"
    """A sentence about which a language model said only what does not hold; why stands beside it."""
    UNUSABLE = "unusable"
    """A part of a language model's answer that has not the form that was asked for."""
    NOT_IN_TEXT = "not_in_text"
    """What a language model gave as words of the text does not stand there, or not as whole words."""
    NOT_IN_CODEBOOK = "not_in_codebook"
    """What a language model gave as a kind, type, hedge or the like is none that the codebook knows."""
    INCOMPLETE = "incomplete"
    """An assertion of a language model without a part that its kind cannot do without: a relation's object, a quantity's number."""
    IMPLAUSIBLE = "implausible"
    """Words that a language model gave for a number or a time and that cannot be one."""
    TOO_MANY = "too_many"
    """More assertions of one sentence than a language model may give."""
    REPEATED = "repeated"
    """The same assertion twice in the answers of a language model."""
    UNANSWERED = "unanswered"
    """A document about which a language model gave no whole answer; nothing of it is kept, and the same command asks again."""
    NOT_ENGLISH = "not_english"
    """A document in a language the model was not trained on."""
    REJECTED = "rejected"
    """A coder says that the text does not assert it; it comes back when that is undone."""
    UNRESOLVED_TIME = "unresolved_time"
    """A time expression that needs a publication date the document does not have."""


OF_ANSWERS = frozenset(
    {
        Reason.UNUSABLE,
        Reason.NOT_IN_TEXT,
        Reason.NOT_IN_CODEBOOK,
        Reason.INCOMPLETE,
        Reason.IMPLAUSIBLE,
        Reason.TOO_MANY,
        Reason.REPEATED,
    }
)
"""Reasons for which parts of a language model's answers are set aside; the item is then no sentence."""
