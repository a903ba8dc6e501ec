"""Other people's codebooks -> ours: PETRARCH dictionaries, tables of actors, SKOS; with an account of what cannot be carried over.

Each importer reads one form and gives an `Imported`; nothing is written before all of it is there.
"""
