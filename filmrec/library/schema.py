"""The tables, as a list of named steps that only ever grows.

A released step is never edited: a library made by any release walks the steps it has not taken.
`PRAGMA user_version` counts the steps taken, so that an up-to-date library is recognised without
importing sqlite-utils, which takes longer than everything else at start.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from filmrec.library.titles import key

if TYPE_CHECKING:
    import sqlite3

    from sqlite_utils import Database, Migrations

# "film" in ASCII: tells a library from any other SQLite file.
APPLICATION_ID = 0x66696C6D
MIGRATION_SET = "filmrec"


@dataclass(frozen=True, slots=True)
class Step:
    name: str
    statements: tuple[str, ...]


FIRST_TABLES = Step(
    "0001_first_tables",
    (
        f"PRAGMA application_id = {APPLICATION_ID}",
        """
        CREATE TABLE films (
            film_id INTEGER PRIMARY KEY,
            movielens_id INTEGER UNIQUE,
            tmdb_id INTEGER UNIQUE,
            imdb_id TEXT UNIQUE CHECK (imdb_id GLOB 'tt[0-9]*'),
            title TEXT NOT NULL CHECK (title <> ''),
            original_title TEXT,
            year INTEGER,
            genres TEXT NOT NULL CHECK (json_valid(genres)),
            community_mean REAL,
            n_community_ratings INTEGER NOT NULL CHECK (n_community_ratings >= 0)
        ) STRICT
        """,
        # Every name of every film. `folded` is what search reads, `key` what names are compared by;
        # what search orders by is repeated here, so that it need not visit the films.
        """
        CREATE TABLE titles (
            title_id INTEGER PRIMARY KEY,
            film_id INTEGER NOT NULL REFERENCES films ON DELETE CASCADE,
            kind TEXT NOT NULL CHECK (kind IN ('main', 'original', 'alternative')),
            title TEXT NOT NULL CHECK (title <> ''),
            folded TEXT NOT NULL,
            key TEXT NOT NULL,
            year INTEGER,
            n_community_ratings INTEGER NOT NULL
        ) STRICT
        """,
        "CREATE INDEX titles_film_id ON titles (film_id)",
        "CREATE INDEX titles_key ON titles (key, n_community_ratings, year, film_id)",
        # Written beside `titles`, not by triggers: those take five times as long.
        """
        CREATE VIRTUAL TABLE title_words USING fts5 (
            folded, content = 'titles', content_rowid = 'title_id', detail = none,
            prefix = '1 2 3', tokenize = 'unicode61 remove_diacritics 2'
        )
        """,
        # The words that titles are made of, and for each the traces by which a misspelt one
        # finds it (see vocabulary.py).
        "CREATE TABLE words (word_id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE) STRICT",
        """
        CREATE TABLE word_traces (
            trace TEXT NOT NULL,
            word_id INTEGER NOT NULL REFERENCES words,
            PRIMARY KEY (trace, word_id)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE ratings (
            film_id INTEGER PRIMARY KEY REFERENCES films,
            half_stars INTEGER NOT NULL CHECK (half_stars BETWEEN 1 AND 10),
            rated_at TEXT NOT NULL,
            source TEXT NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE marks (
            film_id INTEGER NOT NULL REFERENCES films,
            mark TEXT NOT NULL CHECK (mark IN ('seen', 'not_seen', 'watchlist', 'hidden')),
            marked_at TEXT NOT NULL,
            PRIMARY KEY (film_id, mark)
        ) STRICT, WITHOUT ROWID
        """,
        # One group is one command, and one undo. What was undone can be redone until something new
        # is done, which supersedes it.
        """
        CREATE TABLE journal_groups (
            group_id INTEGER PRIMARY KEY AUTOINCREMENT,
            command TEXT NOT NULL,
            made_at TEXT NOT NULL,
            state TEXT NOT NULL DEFAULT 'done' CHECK (state IN ('done', 'undone', 'superseded')),
            undone_at TEXT
        ) STRICT
        """,
        # `before` and `after` are the row's other columns as a JSON object, NULL where no row was.
        """
        CREATE TABLE journal (
            change_id INTEGER PRIMARY KEY AUTOINCREMENT,
            group_id INTEGER NOT NULL REFERENCES journal_groups,
            film_id INTEGER NOT NULL REFERENCES films,
            subject TEXT NOT NULL
                CHECK (subject IN ('rating', 'seen', 'not_seen', 'watchlist', 'hidden')),
            before TEXT CHECK (before IS NULL OR json_valid(before)),
            after TEXT CHECK (after IS NULL OR json_valid(after))
        ) STRICT
        """,
        "CREATE INDEX journal_group_id ON journal (group_id)",
        """
        CREATE TABLE recommendation_runs (
            run_id INTEGER PRIMARY KEY AUTOINCREMENT,
            made_at TEXT NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE recommendations (
            run_id INTEGER NOT NULL REFERENCES recommendation_runs ON DELETE CASCADE,
            rank INTEGER NOT NULL CHECK (rank >= 1),
            film_id INTEGER NOT NULL REFERENCES films,
            score REAL NOT NULL,
            PRIMARY KEY (run_id, rank)
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    ),
)

HISTORY_FROM_FILES = Step(
    "0002_history_from_files",
    (
        # A film that a person's file names and no catalogue has: kept with what the file says.
        "ALTER TABLE films ADD COLUMN is_own INTEGER NOT NULL DEFAULT 0 CHECK (is_own IN (0, 1))",
        "CREATE INDEX films_is_own ON films (film_id) WHERE is_own",
        # `rated_at` and `marked_at` may be unknown: some files hold no dates.
        """
        CREATE TABLE ratings_2 (
            film_id INTEGER PRIMARY KEY REFERENCES films,
            half_stars INTEGER NOT NULL CHECK (half_stars BETWEEN 1 AND 10),
            rated_at TEXT,
            source TEXT NOT NULL
        ) STRICT
        """,
        "INSERT INTO ratings_2 SELECT film_id, half_stars, rated_at, source FROM ratings",
        "DROP TABLE ratings",
        "ALTER TABLE ratings_2 RENAME TO ratings",
        """
        CREATE TABLE marks_2 (
            film_id INTEGER NOT NULL REFERENCES films,
            mark TEXT NOT NULL
                CHECK (mark IN ('seen', 'not_seen', 'watchlist', 'hidden', 'liked')),
            marked_at TEXT,
            source TEXT NOT NULL,
            PRIMARY KEY (film_id, mark)
        ) STRICT, WITHOUT ROWID
        """,
        "INSERT INTO marks_2 SELECT film_id, mark, marked_at, 'rate' FROM marks",
        "DROP TABLE marks",
        "ALTER TABLE marks_2 RENAME TO marks",
        # The days on which a film was watched.
        """
        CREATE TABLE viewings (
            film_id INTEGER NOT NULL REFERENCES films,
            watched_on TEXT NOT NULL,
            is_rewatch INTEGER NOT NULL CHECK (is_rewatch IN (0, 1)),
            source TEXT NOT NULL,
            PRIMARY KEY (film_id, watched_on)
        ) STRICT, WITHOUT ROWID
        """,
        # What outside names mean here (see aliases.py); no film: it is to be left out.
        """
        CREATE TABLE aliases (
            alias TEXT PRIMARY KEY,
            film_id INTEGER REFERENCES films,
            origin TEXT NOT NULL CHECK (origin IN ('import', 'review'))
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX aliases_film_id ON aliases (film_id)",
        # Films of files of which the person has yet to say which film of the catalogue they are.
        """
        CREATE TABLE questions (
            film_id INTEGER PRIMARY KEY REFERENCES films,
            reason TEXT NOT NULL CHECK (reason IN ('ambiguous', 'unmatched'))
        ) STRICT
        """,
        # Changes now are of many kinds: `subject` and `detail` say what of the film it is. No
        # reference to films, because a film made by an import goes when that import is undone.
        """
        CREATE TABLE journal_2 (
            change_id INTEGER PRIMARY KEY AUTOINCREMENT,
            group_id INTEGER NOT NULL REFERENCES journal_groups,
            film_id INTEGER,
            subject TEXT NOT NULL,
            detail TEXT NOT NULL,
            before TEXT CHECK (before IS NULL OR json_valid(before)),
            after TEXT CHECK (after IS NULL OR json_valid(after))
        ) STRICT
        """,
        # A mark noted before it had a source came from `rate`.
        """
        INSERT INTO journal_2
        SELECT change_id, group_id, film_id, subject, '',
               iif(subject = 'rating', before, json_set(before, '$.source', 'rate')),
               iif(subject = 'rating', after, json_set(after, '$.source', 'rate'))
        FROM journal
        """,
        "DROP TABLE journal",
        "ALTER TABLE journal_2 RENAME TO journal",
        "CREATE INDEX journal_group_id ON journal (group_id)",
        # What two titles have in common has been widened: numerals, "Part", articles, "and".
        "UPDATE titles SET key = matching_key(title)",
    ),
)

FACTS_OF_TMDB = Step(
    "0003_facts_of_tmdb",
    (
        # Titles that TMDb gave are told apart: they go when what it gave goes.
        """
        CREATE TABLE titles_3 (
            title_id INTEGER PRIMARY KEY,
            film_id INTEGER NOT NULL REFERENCES films ON DELETE CASCADE,
            kind TEXT NOT NULL CHECK (kind IN ('main', 'original', 'alternative', 'tmdb')),
            title TEXT NOT NULL CHECK (title <> ''),
            folded TEXT NOT NULL,
            key TEXT NOT NULL,
            year INTEGER,
            n_community_ratings INTEGER NOT NULL
        ) STRICT
        """,
        "INSERT INTO titles_3 SELECT title_id, film_id, kind, title, folded, key, year, "
        "n_community_ratings FROM titles",
        "DROP TABLE titles",
        "ALTER TABLE titles_3 RENAME TO titles",
        "CREATE INDEX titles_film_id ON titles (film_id)",
        "CREATE INDEX titles_key ON titles (key, n_community_ratings, year, film_id)",
        # `terms` is what films are filtered by, a line each (see facts.py).
        """
        CREATE TABLE tmdb_facts (
            film_id INTEGER PRIMARY KEY REFERENCES films ON DELETE CASCADE,
            fetched_at TEXT NOT NULL,
            runtime INTEGER,
            terms TEXT NOT NULL,
            facts TEXT NOT NULL CHECK (json_valid(facts))
        ) STRICT
        """,
        "CREATE INDEX tmdb_facts_fetched_at ON tmdb_facts (fetched_at)",
        # Films that TMDb was asked for by name, and no single one was the answer for certain.
        """
        CREATE TABLE tmdb_doubts (
            film_id INTEGER PRIMARY KEY REFERENCES films ON DELETE CASCADE,
            asked_at TEXT NOT NULL,
            candidates TEXT NOT NULL CHECK (json_valid(candidates))
        ) STRICT
        """,
    ),
)

LINES_OF_CHATS = Step(
    "0004_lines_of_chats",
    (
        # Which lines of chats the person has decided on, of a line its hash alone: so that the same
        # chat asks only about what is new. `opinion` is what it was taken for, none: for nothing.
        """
        CREATE TABLE chat_lines (
            film_id INTEGER NOT NULL REFERENCES films,
            line_hash TEXT NOT NULL,
            opinion TEXT NOT NULL
                CHECK (opinion IN ('liked', 'disliked', 'wants', 'seen', 'none')),
            PRIMARY KEY (film_id, line_hash)
        ) STRICT, WITHOUT ROWID
        """,
    ),
)

STEPS = (FIRST_TABLES, HISTORY_FROM_FILES, FACTS_OF_TMDB, LINES_OF_CHATS)


def steps_taken(connection: sqlite3.Connection) -> int:
    taken: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return taken


def take_steps(connection: sqlite3.Connection, steps: tuple[Step, ...] = STEPS) -> None:
    """Bring the library up to date, in one transaction of the caller's.

    Each step runs in a savepoint of its own, together with the record that it was taken.
    """
    from sqlite_utils import Database

    # So that a step can compute what is stored beside each title.
    connection.create_function("matching_key", 1, key, deterministic=True)
    _migrations(steps).apply(Database(connection, execute_plugins=False))
    connection.execute(f"PRAGMA user_version = {len(steps)}")


def _migrations(steps: tuple[Step, ...]) -> Migrations:
    from sqlite_utils import Migrations

    migrations = Migrations(MIGRATION_SET)
    for step in steps:

        def take(db: Database, step: Step = step) -> None:
            for statement in step.statements:
                db.execute(statement)

        migrations(name=step.name)(take)
    return migrations
