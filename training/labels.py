"""The label inventories of the heads. Order is part of the model: append, never reorder."""

ENTITY_TYPES = (
    "Organisation",
    "Location",
    "Person",
    "Temporal",
    "DocumentReference",
    "Quantity",
    "Weapon",
    "MilitaryPlatform",
    "Nationality",
    "Money",
)
"""re3d's inventory."""

KINDS = ("event", "control", "relation", "quantity", "label", "forecast", "recommendation", "judgement")
EVENTS = (
    "battle attack bombing airstrike shelling abduction execution sexual_violence arrest release displacement destruction "
    "deployment withdrawal recruitment aid sanction protest riot talks agreement statement legal other_conflict"
).split()
CONTROLS = "seizes holds contests loses withdraws besieges".split()
RELATIONS = (
    "leads member_of founder_of offshoot_of successor_of merged_with split_from rejected_by allied_with supports fights alias_of"
).split()
TYPES = [*(("event", t) for t in EVENTS), *(("control", t) for t in CONTROLS), *(("relation", t) for t in RELATIONS)]
HEDGES = ("asserted", "reported", "possible", "probable", "denied")
VOICES = ("author", "named", "unnamed")
MARKS = (
    *(f"{kind}:{type_}" for kind, type_ in TYPES),
    "weak",
    *(f"say:{cue}" for cue in "say claim deny believe know demand promise accuse predict judge advise report".split()),
    *(f"hedge:{hedge}" for hedge in "reported possible probable denied".split()),
    *(f"likelihood:{word}" for word in "certain very_likely likely possible unlikely".split()),
    *(f"label:{word}" for word in "label weak not_label".split()),
    *("capital", "capitals", "number"),
    *("mood:forecast", "mood:recommendation"),
)
"""What is said of a word beside its letters: see dateline/read/marks.py."""
DATINGS = ("undated", "words", "publication")
"""What the time of an assertion hangs on: nothing, an expression in the text, or the day of publication alone."""
LIKELIHOODS = ("unstated", "possible", "unlikely", "likely", "very_likely", "certain")
COUNTS = ("killed", "injured", "abducted", "detained", "released", "displaced", "arrested", "other")
ROLES = (
    *("source", "cue", "actor", "recipient", "place", "subject", "object", "target", "addressee", "number", "time"),
    *(f"count:{c}" for c in COUNTS),
)
BIO = ("O", "B", "I")
ENTITIES = ("O", *(f"{p}-{t}" for t in ENTITY_TYPES for p in "BI"))
UPOS = "ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X".split()
SENSES = [f"{i:02d}" for i in range(1, 31)]
