"""filmrec: a film fan's own recommender, on one machine."""

__version__ = "0.1.0"
