"""Which of the things that sites list beside films are films.

Decided as a film fan would: what Letterboxd and TMDb file under films is one, however long it is
and wherever it was shown first. So shorts, TV movies, films made for video and TV specials (a
recorded stage show) stay; whatever comes in episodes, is played or is only heard does not.
"""

from __future__ import annotations

# Written without spaces, as `tvMovie` and `TV Movie` are the same type in two exports.
FILMS = frozenset({
    "movie", "featurefilm", "feature", "film", "documentary",
    "short", "shortfilm", "tvshort", "video", "videomovie",
    "tvmovie", "tvspecial", "special",
})  # fmt: skip
OTHERS = {
    "tvseries": "TV series",
    "series": "TV series",
    "tv": "TV series",
    "tvshow": "TV series",
    "show": "TV series",
    "anime": "TV series",
    "tvminiseries": "TV mini series",
    "miniseries": "TV mini series",
    "tvseason": "TV season",
    "season": "TV season",
    "tvepisode": "TV episode",
    "episode": "TV episode",
    "tvpilot": "TV pilot",
    "videogame": "video game",
    "game": "video game",
    "podcast": "podcast",
    "podcastseries": "podcast",
    "podcastepisode": "podcast episode",
    "musicvideo": "music video",
    "person": "person",
    "list": "list",
    "user": "person",
    "comment": "comment",
}


def reason_to_leave_out(written: str) -> str | None:
    """What a type is in plain words where it is no film; None for films and unknown types."""
    return OTHERS.get(_key(written))


def is_known(written: str) -> bool:
    """Whether the type is one of those above; a row without any is a film."""
    key = _key(written)
    return not key or key in FILMS or key in OTHERS


def _key(written: str) -> str:
    return "".join(written.split()).replace("-", "").casefold()
