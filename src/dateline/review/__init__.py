"""Review: what coders make of statements. Acts in, statements and figures out; nothing is written here.

`fields` says what coders decide about, `corrections` makes a statement of what they changed, `standing` finds what holds of all
that was done, `ranking` what to look at first, `agreement` how far coders and machine see the same, `gold` what others learn from.
"""
