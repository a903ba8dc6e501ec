"""The questions of `dateline codebook new`, asked on a terminal for what no option gave; elsewhere missing answers are named.

An answer that cannot be used is said so and asked again; Ctrl-C leaves everything as it was.
"""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec
import typer

from dateline.cli.codebook.new import Tone
from dateline.codebook.actor_rows import KINDS
from dateline.codebook.actors import is_date
from dateline.errors import DatelineError, UsageError
from dateline.workbench.entry_drafts import Answers, entry_id, read_words
from dateline.workbench.row_drafts import ActorAnswers, country_codes, known_actors

if TYPE_CHECKING:
    from dateline.codebook import Codebook


def ask_entry(given: Answers, codebook: "Codebook", *, replace: bool) -> Answers:
    """The answers for a new type: those given, and those asked for."""
    missing = [
        option
        for option, value in (("--definition", given.definition), ("--word", given.words), ("--yes", given.yes), ("--no", given.no))
        if not value
    ]
    if not missing:
        return given
    _need_terminal(missing)
    id = entry_id(given.name)
    if id in codebook.entries and not replace:
        _refuse_known(id, codebook)
    definition = given.definition or _ask(
        "What does it mean? One or two sentences; say also what it is not, and how that is called."
    )
    words = given.words or _ask_list(
        "Which words show it? One on a line, as a dictionary has them; an empty line ends.\n"
        "  raid                        a word\n"
        "  cattle raid                 words in a row; ... stands for a gap: drive off ... herd\n"
        "  steal: cattle, goat, camel  a word, and what must follow it\n"
        "  fire (weak)                 a word that only leans",
        lambda answer: read_words(answer) and answer,
    )
    yes = given.yes or _ask_list(
        "A sentence in which it happens, as a report would write it. Two or three are better; an empty line ends."
    )
    no = list(given.no)
    while not no or _is_so("Another in which it does not happen?", default=False):
        sentence = _ask("A sentence that has to do with it, but in which it does not happen." if not no else "The sentence")
        no.append((sentence, _ask("Why not? In a few words: a sale, only planned, another type")))
    return msgspec.structs.replace(given, definition=definition, words=tuple(words), yes=tuple(yes), no=tuple(no))


def _refuse_known(id: str, codebook: "Codebook") -> None:
    entry = codebook.entries[id]
    raise UsageError(
        f"There is a type {id} already: {entry.label}. {entry.definition} Say --replace to put yours in its place, or choose "
        "another name."
    )


def ask_actor(given: ActorAnswers, codebook: "Codebook", *, another: bool) -> ActorAnswers:
    """The answers for a new actor: those given, and those asked for."""
    if given.adds_to:
        if (given.since or given.until) and not given.source:
            _need_terminal(["--source"])
            return msgspec.structs.replace(given, source=_ask("Where is that from? A report, a list, a link."))
        return given
    if given.kind and given.source:
        return given
    if not _on_terminal():  # a kind has a usual value; where a fact is from has none, and is missed when the row is made
        return msgspec.structs.replace(given, kind=given.kind or "armed_group")
    if not another and (known := known_actors(given.name, codebook)):
        who = known[0]
        if _is_so(f"{given.name} names {who.names[-1].name} ({who.id}) already. Is that the same?", default=True):
            aliases = _ask_list("Its further names, one on a line; an empty line ends.")
            first, *others = [name for name in aliases if name != given.name] or [given.name]
            return msgspec.structs.replace(given, name=first, aliases=tuple(others), adds_to=who.id)
    kind = given.kind or _ask("What is it? " + ", ".join(KINDS), default="armed_group", check=_check_kind)
    country = given.country or _ask_list(
        "In which country? One on a line; an empty line ends.", lambda words: country_codes([words], codebook) and words, least=0
    )
    aliases = given.aliases or _ask_list("Its other names and short forms, one on a line; an empty line ends.", least=0)
    since = (
        given.since
        or _ask("Since when? YYYY, YYYY-MM or YYYY-MM-DD; nothing if you do not know.", default="", check=_check_day)
        or None
    )
    until = given.until or _ask("Until when? Nothing if it still is there.", default="", check=_check_day) or None
    source = given.source or _ask("Where is that from? A report, a list, a link.")
    return msgspec.structs.replace(
        given, kind=kind, country=tuple(country), aliases=tuple(aliases), since=since, until=until, source=source
    )


def _check_day(answer: str) -> None:
    if not is_date(answer):
        raise UsageError(f"{answer!r} is not a date of the form YYYY, YYYY-MM or YYYY-MM-DD.")


def _check_kind(answer: str) -> str:
    if answer not in KINDS:
        raise UsageError(f"It can be {', '.join(KINDS)}.")
    return answer


def ask_tone(given: Tone | None, not_label: bool) -> Tone:
    """How a label judges; asked on a terminal, plain elsewhere."""
    if given is not None or not_label or not _on_terminal():
        return given or Tone.PLAIN
    answer = _ask("How does it judge the side it names? plain, hostile or friendly", default="plain", check=lambda a: Tone(a).value)
    return Tone(answer)


def _on_terminal() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


def _need_terminal(options: list[str]) -> None:
    if not _on_terminal():
        raise UsageError(f"Without a terminal nothing can be asked: give {', '.join(options)}.")


def _ask(question: str, *, default: str | None = None, check: Callable[[str], object] = lambda answer: answer) -> str:
    """One answer on one line."""
    typer.echo(f"\n{question}", err=True)
    while True:
        answer = _prompt("" if default is None else default).strip()
        try:
            if answer or default == "":
                check(answer) if answer else None
                return answer
        except (DatelineError, ValueError) as error:
            typer.echo(f"  {error}", err=True)


def _ask_list(question: str, check: Callable[[str], object] = lambda answer: answer, *, least: int = 1) -> list[str]:
    """Answers, one on a line, until an empty one."""
    typer.echo(f"\n{question}", err=True)
    answers: list[str] = []
    while True:
        answer = _prompt("").strip()
        if not answer and len(answers) >= least:
            return answers
        try:
            if answer and check(answer):
                answers.append(answer)
        except (DatelineError, ValueError) as error:
            typer.echo(f"  {error}", err=True)


def _is_so(question: str, *, default: bool) -> bool:
    """Yes or no; an empty answer is the default."""
    answer = _ask(f"{question} {'Y/n' if default else 'y/N'}", default="").lower()
    return answer.startswith("y") if answer else default


def _prompt(default: str) -> str:
    try:
        return typer.prompt(">", default=default, show_default=bool(default), prompt_suffix=" ", err=True)
    except typer.Abort as error:  # Ctrl-C, or the end of the input
        raise KeyboardInterrupt from error
