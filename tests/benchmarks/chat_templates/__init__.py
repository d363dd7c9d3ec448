"""Dialogues to fill in: films for {x}, {y}, {z}; after `=>` what A thinks of each in the end.

Blocks are parted by empty lines. Of each file, the blocks of even number may be looked at when the
program is made better; the others are held back and only counted.
"""
