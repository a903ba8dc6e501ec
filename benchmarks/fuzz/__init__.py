"""Hostile input, by the million: `python -m benchmarks.fuzz TARGET|all [--inputs N] [--seed S]`.

Inputs are made by atheris (libFuzzer), which keeps what reaches new lines of Dateline and changes it further; it begins with real
files. An input fails when it raises what no door expects, takes more than 5 seconds of the processor, or more than 1 GB of memory.
"""
