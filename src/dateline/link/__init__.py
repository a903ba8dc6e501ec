"""Statements -> Stories and Incidents: which documents copy which, which statements are about one occurrence, who holds which
value.

No I/O; tables come as arguments. Everything here is a function of a set of documents: the order in which they came changes nothing.
"""
