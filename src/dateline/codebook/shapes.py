"""Whether what a file says has the form of a record: all that does not fit, not only the first thing, in plain words.

It knows the form of records, nothing of their meaning: that is checked where the record is defined.
"""

import difflib
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from msgspec import inspect

from dateline.codebook.complaints import Fault, Where

_CALLED = {
    "Entry": "a type", "Trigger": "a trigger", "MoreWords": "a row of triggers.yaml", "Negative": 'a sentence under "no"',
    "Examples": "`examples`", "Crosswalk": "`crosswalk`", "Actor": "an actor", "ActorName": "a name", "Office": "an office",
    "ActorAddition": "a row that adds to an actor", "Country": "a country", "LabelRow": "a row of labels",
    "Rejection": "a row that rejects a name",
    "Surroundings": "words.yaml", "WordClass": "a word class", "Manifest": "codebook.yaml",
}  # fmt: skip
_ADVICE = {
    "id": "add `id: ` and a short name in small letters, with _ for spaces; a type's is the same as its file's name",
    "label": "add `label: ` and the name that people are to read",
    "definition": "add `definition: ` and a sentence that says what it is and what it is not",
    "triggers": "add `triggers:` and under it the words that show it, such as `- {lemma: raid}`",
    "examples": 'add `examples:` with sentences under "yes" and under "no"',
    "yes": 'add `"yes":` and under it a sentence in which it happens',
    "no": 'add `"no":` and under it a sentence in which it does not happen, with why',
    "why": "add `why: ` and the reason in a few words",
    "text": "add `text: ` and the sentence",
    "names": "add `names:` and under it `- {name: ..., source: ...}`",
    "source": "add `source: ` and where the fact is from",
    "words": "add `words: [...]`",
}
_PLAIN = {"str": "words", "bool": "true or false", "int": "a number", "float": "a number"}


def shape_faults(value: Any, kind: Any) -> list[Fault]:
    """All that keeps `value` from being a record of `kind`; empty when it is one."""
    try:
        msgspec.convert(value, kind, strict=False)
    except msgspec.ValidationError as error:
        found = list(_faults(value, inspect.type_info(kind), ()))
        return found or [Fault((), str(error), "compare the file with another of its kind")]
    return []


def _faults(value: Any, kind: inspect.Type, where: Where) -> Iterator[Fault]:
    kinds = kind.types if isinstance(kind, inspect.UnionType) else (kind,)
    fitting = next((k for k in kinds if _could_be(value, k)), None)
    if fitting is None:
        yield _misfit(value, kinds, where)
    elif isinstance(fitting, inspect.StructType):
        yield from _struct_faults(value, fitting, where)
    elif isinstance(fitting, inspect.ListType | inspect.VarTupleType):
        for number, item in enumerate(value):
            yield from _faults(item, fitting.item_type, (*where, number))
    elif isinstance(fitting, inspect.DictType):
        for key, item in value.items():
            yield from _faults(item, fitting.value_type, (*where, key))


def _could_be(value: Any, kind: inspect.Type) -> bool:
    """Whether a value has the outer form of a type."""
    match kind:
        case inspect.StructType() | inspect.DictType():
            return isinstance(value, dict)
        case inspect.ListType() | inspect.VarTupleType():
            return isinstance(value, list)
        case inspect.LiteralType():
            return value in kind.values
        case inspect.NoneType():
            return value is None
        case inspect.StrType():
            return isinstance(value, str)
    try:  # numbers, true and false: written as text
        msgspec.convert(value, bool if isinstance(kind, inspect.BoolType) else float, strict=False)
    except msgspec.ValidationError:
        return False
    return True


def _struct_faults(value: dict[str, Any], kind: inspect.StructType, where: Where) -> Iterator[Fault]:
    fields = {field.encode_name: field for field in kind.fields}
    called = _CALLED.get(kind.cls.__name__, "a row")
    meant = set()
    for key, item in value.items():
        if key in fields:
            yield from _faults(item, fields[key].type, (*where, key))
        else:
            near = difflib.get_close_matches(key, [name for name in fields if name not in value], n=1)
            meant.update(near)
            maybe = f"did you mean `{near[0]}`? It" if near else "it"
            yield Fault((*where, key), f"`{key}` is no key of {called}", f"{maybe} can have {', '.join(fields)}")
    for name, field in fields.items():
        if field.required and name not in value and name not in meant:
            yield Fault(where, f"{called} needs the key `{name}`", _advice(name, field.type))


def _advice(name: str, kind: inspect.Type) -> str:
    if isinstance(kind, inspect.LiteralType):
        return f"add `{name}: ` and one of {', '.join(map(str, kind.values))}"
    return _ADVICE.get(name, f"add `{name}: ` and what it is")


def _misfit(value: Any, kinds: Sequence[inspect.Type], where: Where) -> Fault:
    key = next((f"`{step}`" for step in reversed(where) if isinstance(step, str)), "the file")
    choices = [str(choice) for kind in kinds if isinstance(kind, inspect.LiteralType) for choice in kind.values]
    if choices and isinstance(value, str):
        near = difflib.get_close_matches(value, choices, n=1)
        maybe = f"did you mean {near[0]}? It" if near else "it"
        return Fault(where, f"{key} is {value!r}", f"{maybe} can be {', '.join(choices)}")
    if value is None:
        return Fault(where, f"{key} is empty", "write something into it, or take it out")
    if isinstance(value, dict) and any(isinstance(kind, inspect.StrType | inspect.LiteralType) for kind in kinds):
        what = f"in {key}, `{next(iter(value), '')}:` was read as a key, for a colon follows it"
        return Fault(where, what, "put the whole sentence in double quotes")
    if any(isinstance(kind, inspect.ListType | inspect.VarTupleType) for kind in kinds):
        return Fault(where, f"{key} must be a list", "begin each line under it with a dash, or write [one, two]")
    if rows := [kind for kind in kinds if isinstance(kind, inspect.StructType)]:
        keys = ", ".join(f"{f.encode_name}: ..." for f in rows[0].fields if f.required) or f"{rows[0].fields[0].encode_name}: ..."
        stands = f"{value!r} stands" if isinstance(value, str) else "a list stands"
        return Fault(where, f"in {key}, {stands} where keys with values are needed", f"write {{{keys}}}")
    wanted = next((_PLAIN[n] for k in kinds if (n := type(k).__name__.removesuffix("Type").lower()) in _PLAIN), "words")
    return Fault(where, f"{key} must be {wanted}", "take the brackets away" if isinstance(value, list | dict) else "write it so")
