"""The query language: which statements are meant, in words that a person types and every face understands.

``actor:ISIS place:Mosul,Falluja -hedge:denied since:2014-06-01 text:"car bomb"``: `parse` reads the words, `understand` looks
actors, places and types up in codebook and gazetteer. It stands below the stages: the store finds what a filter asks for, faces
take what people type. It knows neither the case file nor its order.
"""

from dateline.query.meaning import Condition, Filter, understand
from dateline.query.parse import FIELDS, Query, Term, parse

__all__ = ["FIELDS", "Condition", "Filter", "Query", "Term", "parse", "understand"]
