"""Dialogues to fill in: films for {x}, {y}, {z}; after `=>` what A thinks of each in the end.

Blocks are parted by empty lines. Those of `en`, `uk` and `other` were looked at while the program
was made; those of the files `_fresh` were written when it was done. Who tunes on them writes new
ones.
"""
