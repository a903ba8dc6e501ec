"""What is sent where a value is asked for, to be taken for a part of SQL."""

INJECTIONS = (
    "' OR '1'='1",
    "x'; DROP TABLE documents; --",
    '" OR 1=1 --',
    "%",
    "_",
    "event' UNION SELECT record FROM runs --",
    "\\",
    "\u202e; ",
)
