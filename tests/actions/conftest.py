"""A library as tests of the library have it, for what actions do with it."""

from tests.library.conftest import library, now, path

__all__ = ["library", "now", "path"]
