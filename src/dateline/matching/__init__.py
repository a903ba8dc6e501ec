"""What the reports tell beside a table of events that others coded: agreement by day, place and type.

`forms` reads the rows of such a table, `events` is what both sides are compared as, `matching` says which of ours and which of
theirs are one event, `scores` counts. Nothing is stored, and neither side is taken for the truth.
"""
