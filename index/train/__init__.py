"""The recipe that makes the shipped encoder: ``python -m index.train``.

Needs the ``train`` extra; never imported at run time.
"""
