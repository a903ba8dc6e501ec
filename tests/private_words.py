"""A text with private persons in it, and what of it and of its file must leave no trace in what is published."""

TEXT = (
    "Soldiers shot Vrenok Tolashi, a baker, near Mosul on Monday. "
    "His sister, Lina Tolashi, 34, wept all night 🕊. "
    "“They came at dawn,” said Tolashi. "
    "The army said at least 12 people were killed in Mosul."
)
PRIVATE = ("Tolashi", "Vrenok", "tolashi", "Ana Reporter", "/home/ana", "secret setting")
"""What must be in no byte of what is published."""
UNQUOTED = "wept all night"
