"""Bad days, by the hundred: `python -m benchmarks.kills [--kills N] [--seed S] [--database sqlite|postgresql|both]`.

Real programs are killed at random moments while they read into a case or review one: the process that reads for another, the
program itself, the desk, the database's server; the disk is full, files may not grow, the case file is torn. After each blow: what
was said to be kept is there, once and whole; the same command goes on; at the end the case is, row for row, the one that nothing
disturbed.
"""
