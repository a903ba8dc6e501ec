"""Figures that can be measured again: `python -m benchmarks NAME`. One module a task, each with its own reading of the gold.

The loaders here are not those of training/corpora: a mistake in one of them would else hide in both. What a scorer shares with the
package is the reading itself (words, chunks, decoding), because that is what is measured. How a
figure is defined stands at the head of its module.
"""
