"""`dateline codebook test`: every example of a codebook, tried: what fires, and what the reader makes of it."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dateline.errors import CodebookError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from dateline.codebook import Codebook
    from dateline.workbench.checks import Checked
    from dateline.workbench.trials import NameTrial, Trial, WordTrial


def test(
    folder: Annotated[
        Path | None, typer.Argument(help="Your codebook's folder [default: the one here].", metavar="[FOLDER]")
    ] = None,
    words_only: Annotated[bool, typer.Option("--words-only", help="Try the words alone, without the reader: at once.")] = False,
    json: Annotated[bool, typer.Option("--json", help="JSON Lines for programs.")] = False,
) -> None:
    """Try every example of a codebook, every name of its actors and every word of its lists.

    A sentence under "yes" must fire a word; one under "no" with `trigger: false` must fire none. Beside it stands what the reader
    makes of the sentence: it weighs the whole sentence, and may be wrong where the words are right. Ends with 1 when words or names
    do not do what they should.

    \b
    Examples:
      dateline codebook test
      dateline codebook test my-codebook --words-only
    """
    from dateline.plugins import load_codebook
    from dateline.workbench.checks import check_folder
    from dateline.workbench.folders import find_folder
    from dateline.workbench.trials import try_entries, try_names, try_words

    home = find_folder(folder)
    checked = check_folder(home)
    if checked.errors:
        raise CodebookError(f"{home} cannot be tested before it is well formed: see `dateline codebook check {home}`.")
    codebook = load_codebook([home])
    trials = list(try_entries(checked, codebook, None if words_only else _stages(home)))
    names, words = list(try_names(checked, codebook)), list(try_words(checked, codebook))
    if json:
        from dateline.cli.rows import write_lines

        write_lines([*trials, *names, *words])
    else:
        _print(checked, codebook, trials, names, words)
    wrong = sum(not one.passes for one in (*trials, *names, *words))
    if not json:
        _summarise(home, trials, names, words, wrong)
    raise typer.Exit(1 if wrong else 0)


def _stages(home: Path) -> Any:
    from dateline.settings import load_settings
    from dateline.stages import load_stages

    return load_stages(load_settings({}), [home])


def _print(
    checked: "Checked", codebook: "Codebook", trials: "Sequence[Trial]", names: "Sequence[NameTrial]", words: "Sequence[WordTrial]"
) -> None:
    from rich.text import Text

    from dateline.cli.screen import stdout_console

    console = stdout_console()
    for entry in sorted(checked.entries, key=lambda one: one.id):
        console.print(Text(f"{entry.id} ({entry.label})", style="bold"))
        for trial in trials:
            if trial.entry == entry.id:
                _print_lines(console, _trial_lines(trial))
        console.print()
    if names:
        console.print(Text("Names", style="bold"))
        for name in names:
            _print_lines(console, [_name_line(name, codebook)])
        console.print()
    if words:
        console.print(Text("Words", style="bold"))
        for word in words:
            _print_lines(console, [_verdict(word.passes) + Text(f"{word.words}  ({word.list})")])
        console.print()


def _print_lines(console: "Console", lines: "Sequence[Text]") -> None:
    from rich.padding import Padding
    from rich.text import Text

    for number, line in enumerate(lines):
        indent = 2 if number == 0 else 13
        console.print(Padding(line, (0, 0, 0, indent)) if console.is_terminal else Text(" " * indent) + line)


def _verdict(passes: bool) -> "Text":
    from rich.text import Text

    return Text(f"{'ok' if passes else 'WRONG':<7}", style="green" if passes else "bold red")


def _trial_lines(trial: "Trial") -> "list[Text]":
    """The sentence with its verdict, then what fired, then what the reader makes of it."""
    from rich.text import Text

    from dateline.cli.phrases import printable

    head = _verdict(trial.passes) + Text(f"{'yes' if trial.expected else 'no':<4}", style="bold") + Text(printable(trial.sentence))
    fired = ", ".join(f"“{printable(words)}” ({strength})" for words, strength in trial.fired)
    lines = [head, Text(f"fires: {fired or 'nothing'}" + _complaint(trial))]
    if trial.read is not None:
        lines.append(Text(f"read as: {_read_words(trial)}", style="" if trial.found == trial.expected else "yellow"))
    if trial.why:
        lines.append(Text(f"because: {printable(trial.why)}", style="dim"))
    return lines


def _complaint(trial: "Trial") -> str:
    if trial.passes:
        return ""
    if not trial.expected:
        return "; but the example says `trigger: false`"
    return "; a weak word does not do" if trial.fired else "; `dateline codebook explain` with the sentence tells why"


def _read_words(trial: "Trial") -> str:
    """What the reader makes of a sentence, in words that say whether that is what one would want."""
    seen = ", ".join(dict.fromkeys(type_ + ("" if hedge == "asserted" else f", {hedge}") for type_, hedge in trial.read or ()))
    if trial.found == trial.expected:
        return seen or "nothing of the kind"
    if trial.expected:
        return f"{seen or 'nothing of the kind'} (missed)"
    return f"{seen} (false alarm)"


def _name_line(trial: "NameTrial", codebook: "Codebook") -> "Text":
    from rich.text import Text

    actor = codebook.actors.actors[trial.actor]
    on = f" on {trial.on}" if trial.on else ""
    if trial.passes:
        return _verdict(True) + Text(f"{trial.name}{on} is {actor.names[-1].name} ({actor.id})")
    others = " or ".join(f"{other.names[-1].name} ({id})" for id in trial.found if (other := codebook.actors.get(id)))
    remedy = "give dates or a country that tell them apart" if others else "the name has no letters to look for"
    return _verdict(False) + Text(f"{trial.name}{on} may be {others or 'nobody'}, not only {actor.id}: {remedy}")


def _summarise(
    home: Path, trials: "Sequence[Trial]", names: "Sequence[NameTrial]", words: "Sequence[WordTrial]", wrong: int
) -> None:
    for line in _summary_lines(trials, names, words):
        typer.echo(line, err=True)
    if wrong:
        typer.echo(f"{wrong} {'is' if wrong == 1 else 'are'} wrong.", err=True)
    elif trials or names or words:
        typer.echo(f"All is as it should be. Next: dateline read PATH --codebook {home}", err=True)
    else:
        typer.echo(f"{home} has nothing to test; add to it with `dateline codebook new`.", err=True)


def _summary_lines(trials: "Sequence[Trial]", names: "Sequence[NameTrial]", words: "Sequence[WordTrial]") -> Iterator[str]:
    yes, no = [t for t in trials if t.expected], [t for t in trials if not t.expected]
    silent = [t for t in no if t.must_be_silent]
    if trials:
        held = f"Words: {sum(t.passes for t in yes)} of {len(yes)} sentences under yes fire"
        yield held + (f", {sum(t.passes for t in silent)} of {len(silent)} that must be silent are." if silent else ".")
    if trials and trials[0].read is not None:
        yield (
            f"Reader: {sum(t.found for t in yes)} of {len(yes)} under yes found, "
            f"{sum(t.found for t in no)} of {len(no)} under no taken for it."
        )
    if names:
        yield f"Names: {sum(n.passes for n in names)} of {len(names)} lead to their actor."
    if words:
        yield f"Words of lists: {sum(w.passes for w in words)} of {len(words)} are found."
