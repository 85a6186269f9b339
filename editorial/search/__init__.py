"""Search over everything published that forgives: endings, umlauts, compounds and typing errors.

The index is three ordinary tables and the same on every database (docs/decisions/0023-search-is-three-tables.md):
documents, the words they use, and which word stands in which document with what weight. All forgiveness happens
between the words of a question and the words of the index; what is found is then simply counted.
"""
