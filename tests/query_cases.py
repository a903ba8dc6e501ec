"""What people type, and what must be read in it: by the server and by the browser."""

READ: list[tuple[str, list[tuple] | None]] = [
    ("", []),
    ("actor:ISIS place:Mosul", [("actor", "ISIS"), ("place", "Mosul")]),
    ("place:San Salvador type:attack", [("place", "San Salvador"), ("type", "attack")]),
    ("place:Mosul,Falluja", [("place", "Mosul", "Falluja")]),
    ("place:Mosul , Falluja ,", None),
    ('text:"car bomb"', [("text", "car bomb")]),
    ("text:car bomb", [("text", "car bomb")]),
    ("text:“car bomb”, 'vest", [("text", "car bomb", "'vest")]),
    ('text:"10:30, local time" voice:author', [("text", "10:30, local time"), ("voice", "author")]),
    (r'text:"she said \"no\""', [("text", 'she said "no"')]),
    ("bomb mosul", [("text", "bomb"), ("text", "mosul")]),
    ('"car bomb" -rescue hedge:asserted', [("text", "car bomb"), ("text", "rescue", "not"), ("hedge", "asserted")]),
    ("-hedge:denied", [("hedge", "denied", "not")]),
    ("\N{MINUS SIGN}hedge:denied", [("hedge", "denied", "not")]),
    ("KIND:Event Hedge:DENIED", [("kind", "event"), ("hedge", "denied")]),
    ("since:2014 until:2014-06-30", [("since", "2014"), ("until", "2014-06-30")]),
    ("place: Mosul", [("place", "Mosul")]),
    ("place:Mosul,Mosul", [("place", "Mosul")]),
    ("voice:Abu Bakr al-Baghdadi", [("voice", "Abu Bakr al-Baghdadi")]),
    ("actor:Al-Qaeda -place:Mosul", [("actor", "Al-Qaeda"), ("place", "Mosul", "not")]),
    ("text:at 10:30 sharp", [("text", "at 10:30 sharp")]),
    ("actor:ISIS actor:Iraq", [("actor", "ISIS"), ("actor", "Iraq")]),
]
"""Text, and its terms: field, values, and "not" where it is negated; None where it is refused."""

REFUSED = [
    ("plce:Mosul", "`plce:`", "did you mean place"),
    ("tint:red", "`tint:`", "there are actor, place"),
    ("actor:ISIS plce:Mosul", "`plce:`", "did you mean place"),
    ("text:Police: four dead", "`Police:`", "words with a colon stand in quotes"),
    ("place:", "`place:`", "write one after it"),
    ("place:,Mosul", "`place:`", "write one after it"),
    ("place: type:attack", "`place:`", "write one after it"),
    ('text:"car bomb', "car bomb", "close it"),
    ("kind:evnt", "`kind:evnt`", "did you mean event"),
    ("hedge:maybe", "`hedge:maybe`", "asserted, reported, possible, probable, denied"),
    ("since:June", "`since:June`", "YYYY-MM-DD"),
    ("since:2014-02-30", "`since:2014-02-30`", "YYYY-MM-DD"),
    ("since:2014-6-1", "`since:2014-6-1`", "YYYY-MM-DD"),
    ("since:2013,2014", "`since:`", "takes one day"),
    ("-until:2014", "`until:`", "no minus"),
    ("since:2013 since:2014", "`since:`", "twice"),
    ("text:!!!", "!!!", "write a word"),
    ("- -", "-", "write a word"),
]
"""Text, the word that the message names, and its next step."""
