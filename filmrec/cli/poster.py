"""A poster in the terminal: two dots of colour to a letter."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from filmrec.cli.output import note, show, stdout_console
from filmrec.errors import NotReadyError

if TYPE_CHECKING:
    from filmrec.actions.lookup import FilmCard
    from filmrec.cli.session import Session

# How wide a poster is shown at most, and how large one may be that is decoded.
WIDTH = 40
MOST_PIXELS = 16_000_000


def show_poster(session: Session, card: FilmCard) -> None:
    """Print the film's poster, asked of TMDb unless it was before; without colours say why not.

    Raises
    ------
    NotReadyError
        When no poster is known, the extra that decodes it is not installed, or it is no picture.
    TmdbError
        When TMDb does not give it.
    """
    console = stdout_console()
    if console.no_color or console.color_system is None:
        note(session, "the poster is left out: it takes a terminal with colours")
        return
    name = card.film.name
    if card.facts is None:
        raise NotReadyError(
            f"TMDb was not asked about {name} yet",
            hint=f'`filmrec import-tmdb --film "{name}"` does that',
        )
    if card.facts.poster_path is None:
        raise NotReadyError(f"TMDb has no poster of {name}", hint="leave out --poster")
    try:
        from PIL import Image, UnidentifiedImageError
        from rich_pixels import Pixels
    except ImportError as error:
        raise NotReadyError(
            "posters need one more package", hint="`pip install rich-pixels`, then try again"
        ) from error
    from filmrec.cli.online import open_tmdb

    with open_tmdb(session) as tmdb:
        content = tmdb.poster(card.facts.poster_path)
    width = min(WIDTH, console.width)
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as image:
            if image.width * image.height > MOST_PIXELS:
                raise NotReadyError(f"the poster of {name} is too large", hint="leave out --poster")
            height = max(1, width * image.height // image.width)
            picture = image.convert("RGB").resize((width, height))
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise NotReadyError(
            f"the poster of {name} is no picture that can be shown", hint="leave out --poster"
        ) from error
    show(Pixels.from_image(picture))
