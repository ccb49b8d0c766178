"""Counting an election exactly: whole numbers only, nothing but Python's standard library.

`python -m partnership_board.counting` is the door for everyone who wants to count again; the
product uses the modules. `docs/counting.md` says how to do a count and a lot by hand.
"""
