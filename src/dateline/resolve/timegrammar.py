"""The grammar of time expressions: regular expressions over token classes, each with what it means.

A rule sees the letters that `timewords.lex` gives ("on 5 June 2014" is ``iNMY``), so a pattern is short and a whole document is
searched at once. Rules give the bare expression; tense, "since", "by", ranges and reference to earlier expressions are
decided in `times`.
"""

import re

from dateline.resolve import timedates as dates
from dateline.resolve import timerelative as relative
from dateline.resolve.timedates import Handler

RULES: tuple[tuple[str, str, Handler], ...] = (
    ("iso", "I", dates.read_iso),
    ("slashed", "/", dates.read_slashed),
    ("range_dm_dm", "[NO]o?[Mm](?:-|&)d?[NO]o?[Mm](?:,?Y)?", dates.read_day_range),
    ("range_md_md", "[Mm][NO](?:-|&)[Mm][NO](?:,?Y)?", dates.read_day_range),
    ("range_d_dm", "d?[NO](?:-|&)d?[NO]o?[Mm](?:,?Y)?", dates.read_day_range),
    ("range_md_d", "[Mm]d?[NO](?:-|&)d?[NO](?:,?Y)?(?![UNn])", dates.read_day_range),
    ("dmy_of_unit", "(?:D,?)?(?:d?[NO]o?[Mm]|[Mm][NO]),?[LTX]U", dates.read_day),
    ("dmy", "(?:D,?)?d?[NO]-?o?[Mm](?:-?,?o?Y|-?N(?=[!.)iI,]|$))?", dates.read_day),
    ("mdy", "(?:D,?)?[Mm]d?[NO](?:,?Y|,D)?(?![-]U)", dates.read_day),
    ("month_year", "[Mm](?:,|od?|i)?Y", dates.read_month),
    ("month_of_unit", "[Mm](?:,|o)?[LTXt]U", dates.read_month),
    ("month_rel", "[LTXl][Mm]", dates.read_month),
    ("month", "[Mm]", dates.read_month),
    ("quarter_year", "d?[O]-?[Uj](?:od?Y|o[LTXt]U|,?Y)?", dates.read_quarter),
    ("year_quarter", "(?:[LTXt]U'|Y'?)O-?[Uj]", dates.read_quarter),
    ("season_of_unit", "(?:d?So)[LTXt]U", dates.read_season),
    ("season", "(?:d?S(?:od?)?Y|YS|[LTXt]l?S|dS(?=[!,]))", dates.read_season),
    ("year_range", "Y(?:-&-|-)(?:Y|N(?=[!,.)]))", dates.read_year_range),
    ("year", "(?:dUY|UY|Y)", dates.read_year),
    ("decade", "d?E", dates.read_decade),
    ("set", "wN?(?:U|D|M|P)|c", relative.read_set),
    ("ago_half", "z*(?:a|N)(?:&aj)U[A]", relative.read_ago),
    ("ago_and_half", "z*(?:a|N)U&aj[A]", relative.read_ago),
    ("ago", r"z*(?:N(?:-|&)N|aVo?|VoVo?|V|aN|N|a|n)?o?-?U(?:&\.)?-?[Aeg]", relative.read_ago),
    ("rolling_half", "d?[LlXx]aU&aj|d?[Ll]U&aj", relative.read_rolling),
    ("rolling", "[dT]?[LlXxR](?:N(?:-|&)N|aVo?|Vo?|N)?(?:-p)?z*U", relative.read_rolling),
    ("later", "dFU", relative.read_rolling),
    ("daypart_of_day", "[LTtd]P", relative.read_daypart),
    ("the_unit", "dU", relative.read_the_unit),
    ("running", "[Tt]U", relative.read_running),
    ("weekday", "(?:[LTX]x?)?D(?:,?Q?P)?", relative.read_weekday),
    ("deictic", "W(?:,?Q?P)?", relative.read_deictic),
    ("year_end", "U(?:'|-)Q|dQodU", relative.read_year_end),
    ("reference", "r|R(?!U)|T|dl(?!U)", relative.read_reference),
    ("duration", "z*(?:N(?:-|&)N|N&ajo?|aVo?|Vo?|aN|N|n|a)(?:-p)?-?z*U", relative.read_duration),
    ("vague_duration", "(?<=[ki])U(?![!A,])", relative.read_duration),
)
HANDLERS: dict[str, Handler] = {name: handler for name, _, handler in RULES}
# What may stand before any rule: a clock time, "early", "the end of", "earlier", "the night of".
BEFORE = (
    r"(?P<mod>(?:(?:C|[NnY](?=G))G{0,2},?i?d?)?(?:[eg](?=[TLDdWi]|[Mm])i?)?"
    r"(?:d?Q-?(?:od?|i)?(?!U))?(?:d?P(?:(?:o|i|,)?d?(?=[DWNOMm])))?)"
)
GRAMMAR = re.compile(r"(?![.!,])" + BEFORE + "(?:" + "|".join(f"(?P<{name}>{pattern})" for name, pattern, _ in RULES) + ")")
