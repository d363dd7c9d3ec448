"""Chat exports: who said what, which films it was about, and what they thought of them.

Pure: no storage, no network, no terminal. Nothing of a chat is kept but what a Mention holds.
"""
