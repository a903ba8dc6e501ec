"""One assertion as a reader writes it (short keys, quotes) <-> as it is kept (the exchange form, offsets).

    {"k":"event","t":"attack","q":"gunmen shot two teachers in Yala","a":["gunmen"],"r":[["teachers","two teachers"]],
     "c":[["killed",2,2,"two teachers"]],"p":[["Yala","TH"]],"v":["Thai police","police"],"d":["2009-05-01","2009-05-01"]}

Keys: k kind; q quote (n: which occurrence, from 1); t type or change; m mode; v voice as [name or null, words], left out for the
author; h hedge, left out when asserted; d days; p places as [name, country, words]; a actors, r recipients, s subject or holder,
o object, as [canonical name, words]; c counts as [of, low, high, words]; on target; to addressee; what; term; l likelihood;
cond conditional; num words of a number, lo, hi, approx, ratio; opt optional; alt number of the line whose group it joins.
Where name and words agree a plain string will do.
"""

import re
from typing import Any

from training.labels import CONTROLS, COUNTS, EVENTS, HEDGES, KINDS, LIKELIHOODS, RELATIONS

_TYPES = {"event": EVENTS, "control": CONTROLS, "relation": RELATIONS}
_KEYS = frozenset("k q n t m v h d p a r s o c on to what term l cond num lo hi approx ratio opt alt".split())


def locate(text: str, quote: str, near: tuple[int, int], nth: int = 0) -> tuple[int, int]:
    """Where a quote stands: the `nth` time if given (from 1), else inside `near`, else nearest to it. White space counts as one.

    Raises:
        ValueError: the text does not have it.
    """
    body = r"\s+".join(re.escape(part) for part in quote.split())
    whole = rf"(?<!\w){body}(?!\w)"  # "he" is not in "the"
    found = [m.span() for m in re.finditer(whole, text)] or [m.span() for m in re.finditer(body, text)]
    if not body or not found or nth > len(found):
        raise ValueError(f"not in the text: {quote!r}")
    return found[nth - 1] if nth else min(found, key=lambda s: (not near[0] <= s[0] < near[1], abs(s[0] - near[0])))


def compile_row(text: str, doc: str, number: int, row: dict[str, Any]) -> dict[str, Any]:
    """One assertion with offsets for quotes.

    Raises:
        ValueError: names what is wrong.
    """
    kind, hedge, type_ = row["k"], row.get("h", "asserted"), row.get("t")
    if unknown := row.keys() - _KEYS:
        raise ValueError(f"unknown keys: {sorted(unknown)}")
    if kind not in KINDS or hedge not in HEDGES or (kind in _TYPES and type_ not in _TYPES[kind]):
        raise ValueError(f"kind, type or hedge unknown: {kind}, {type_}, {hedge}")
    span = locate(text, row["q"], (0, len(text)), row.get("n", 0))
    voice: dict[str, Any] = {"type": "author"}
    if row.get("v"):
        name, words = _pair(row["v"])
        voice = {"type": "source", "name": name, "span": list(locate(text, words, span))}
    days = row.get("d")
    out: dict[str, Any] = {
        "id": f"{doc}/{number}",
        "doc": doc,
        "kind": kind,
        "span": list(span),
        "voice": voice,
        "hedge": hedge,
        "time": {"start": days[0], "end": days[1]} if days else None,
        "places": [_place(text, p, span) for p in row.get("p", ())],
    }
    out |= _particular(text, kind, row, span)
    if row.get("opt"):
        out["optional"] = True
    if row.get("alt"):
        out["alt"] = f"{doc}/{row['alt']}"
    return out


def _particular(text: str, kind: str, row: dict[str, Any], span: tuple[int, int]) -> dict[str, Any]:
    """The keys that only this kind has."""
    match kind:
        case "event":
            if bad := [c[0] for c in row.get("c", ()) if c[0] not in COUNTS]:
                raise ValueError(f"unknown counts: {bad}")
            return {
                "type": row["t"],
                **({"mode": row["m"]} if row.get("m") else {}),
                "actors": [_named(text, x, span) for x in row.get("a", ())],
                "recipients": [_named(text, x, span) for x in row.get("r", ())],
                "counts": [
                    {"of": c[0], "low": c[1], "high": c[2], "span": list(locate(text, c[3], span))} for c in row.get("c", ())
                ],
            }
        case "control":
            return {
                "change": row["t"],
                "actor": _named(text, row["s"], span) if row.get("s") else None,
                "place": _place(text, row["p"][0], span) if row.get("p") else None,
            }
        case "relation":
            return {"type": row["t"], "subject": _named(text, row["s"], span), "object": _named(text, row["o"], span)}
        case "quantity":
            number = {"low": row["lo"], "high": row["hi"], "approx": bool(row.get("approx")), "what": row["what"]}
            ratio = {"ratio": True} if row.get("ratio") else {}
            return number | ratio | {"number_span": list(locate(text, row["num"], span))}
        case "label":
            return {"target": row["on"], "term": row.get("term") or row["q"]}
        case "forecast":
            if row.get("l", "unstated") not in LIKELIHOODS:
                raise ValueError(f"unknown likelihood: {row['l']}")
            return {"likelihood": row.get("l", "unstated"), "conditional": bool(row.get("cond"))}
        case "recommendation":
            return {"addressee": row.get("to")}
        case _:
            return {"target": row.get("on")}


def draft_row(text: str, a: dict[str, Any]) -> dict[str, Any]:
    """An assertion as a reader would write it."""
    out: dict[str, Any] = {"k": a["kind"], "t": a.get("type") or a.get("change"), "m": a.get("mode")}
    out["q"] = _words(text, a["span"])
    if len(occurrences := list(re.finditer(re.escape(text[slice(*a["span"])]), text))) > 1:
        out["n"] = [m.start() for m in occurrences].index(a["span"][0]) + 1
    voice = a["voice"]
    if voice["type"] == "source":
        out["v"] = [voice.get("name"), _words(text, voice["span"])] if voice.get("span") else voice.get("name")
    out["h"] = None if a["hedge"] == "asserted" else a["hedge"]
    out["a"] = [_short(text, x) for x in a.get("actors") or ()]
    out["r"] = [_short(text, x) for x in a.get("recipients") or ()]
    out["s"] = _short(text, a.get("subject") or a.get("actor"))
    out["o"] = _short(text, a.get("object"))
    out["c"] = [[c["of"], c["low"], c["high"], _words(text, c["span"])] for c in a.get("counts") or () if c.get("span")]
    out["p"] = [[p["name"], p["country"], *([_words(text, p["span"])] if p.get("span") else ())] for p in a["places"]]
    out["d"] = [a["time"]["start"], a["time"]["end"]] if a["time"] else None
    out["on"], out["to"], out["l"], out["cond"] = a.get("target"), a.get("addressee"), a.get("likelihood"), a.get("conditional")
    out["term"] = a.get("term")
    if a["kind"] == "quantity":
        out |= {"num": _words(text, a["number_span"]), "lo": a["low"], "hi": a["high"], "what": a["what"]}
        out |= {"approx": a.get("approx"), "ratio": a.get("ratio")}
    out |= {"opt": a.get("optional"), "alt": a["alt"].rsplit("/", 1)[1] if a.get("alt") else None}
    empty_ends = {"lo", "hi"}
    return {k: v for k, v in out.items() if v not in (None, [], False) or k in empty_ends}


def _words(text: str, span: list[int]) -> str:
    return " ".join(text[span[0] : span[1]].split())


def _short(text: str, holder: dict[str, Any] | None) -> list[str] | str | None:
    if not holder:
        return None
    words = _words(text, holder["span"]) if holder.get("span") else holder["name"]
    return words if words == holder["name"] else [holder["name"], words]


def _pair(value: Any) -> tuple[str | None, str]:
    if isinstance(value, str):
        return value, value
    name, words = (value[0], value[0]) if len(value) == 1 else value
    return name, words


def _named(text: str, value: Any, near: tuple[int, int]) -> dict[str, Any]:
    name, words = _pair(value)
    return {"name": name, "span": list(locate(text, words, near))}


def _place(text: str, value: list[Any], near: tuple[int, int]) -> dict[str, Any]:
    name, country = value[0], value[1]
    return {"name": name, "country": country, "span": list(locate(text, value[2] if len(value) > 2 else name, near))}
