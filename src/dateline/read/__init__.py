"""Document -> Assertion: sentences, chunks, the model, spans, and the codebook's word on what they are."""

from dateline.read.reader import Reader

__all__ = ["Reader"]
