CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
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
        , is_own INTEGER NOT NULL DEFAULT 0 CHECK (is_own IN (0, 1))) STRICT
        ;
CREATE VIRTUAL TABLE title_words USING fts5 (
            folded, content = 'titles', content_rowid = 'title_id', detail = none,
            prefix = '1 2 3', tokenize = 'unicode61 remove_diacritics 2'
        );
CREATE TABLE words (word_id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE word_traces (
            trace TEXT NOT NULL,
            word_id INTEGER NOT NULL REFERENCES words,
            PRIMARY KEY (trace, word_id)
        ) STRICT, WITHOUT ROWID
        ;
CREATE TABLE journal_groups (
            group_id INTEGER PRIMARY KEY AUTOINCREMENT,
            command TEXT NOT NULL,
            made_at TEXT NOT NULL,
            state TEXT NOT NULL DEFAULT 'done' CHECK (state IN ('done', 'undone', 'superseded')),
            undone_at TEXT
        ) STRICT
        ;
CREATE TABLE recommendation_runs (
            run_id INTEGER PRIMARY KEY AUTOINCREMENT,
            made_at TEXT NOT NULL
        ) STRICT
        ;
CREATE TABLE recommendations (
            run_id INTEGER NOT NULL REFERENCES recommendation_runs ON DELETE CASCADE,
            rank INTEGER NOT NULL CHECK (rank >= 1),
            film_id INTEGER NOT NULL REFERENCES films,
            score REAL NOT NULL,
            PRIMARY KEY (run_id, rank)
        ) STRICT, WITHOUT ROWID
        ;
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX films_is_own ON films (film_id) WHERE is_own;
CREATE TABLE "ratings" (
            film_id INTEGER PRIMARY KEY REFERENCES films,
            half_stars INTEGER NOT NULL CHECK (half_stars BETWEEN 1 AND 10),
            rated_at TEXT,
            source TEXT NOT NULL
        ) STRICT
        ;
CREATE TABLE "marks" (
            film_id INTEGER NOT NULL REFERENCES films,
            mark TEXT NOT NULL
                CHECK (mark IN ('seen', 'not_seen', 'watchlist', 'hidden', 'liked')),
            marked_at TEXT,
            source TEXT NOT NULL,
            PRIMARY KEY (film_id, mark)
        ) STRICT, WITHOUT ROWID
        ;
CREATE TABLE viewings (
            film_id INTEGER NOT NULL REFERENCES films,
            watched_on TEXT NOT NULL,
            is_rewatch INTEGER NOT NULL CHECK (is_rewatch IN (0, 1)),
            source TEXT NOT NULL,
            PRIMARY KEY (film_id, watched_on)
        ) STRICT, WITHOUT ROWID
        ;
CREATE TABLE aliases (
            alias TEXT PRIMARY KEY,
            film_id INTEGER REFERENCES films,
            origin TEXT NOT NULL CHECK (origin IN ('import', 'review'))
        ) STRICT, WITHOUT ROWID
        ;
CREATE INDEX aliases_film_id ON aliases (film_id);
CREATE TABLE questions (
            film_id INTEGER PRIMARY KEY REFERENCES films,
            reason TEXT NOT NULL CHECK (reason IN ('ambiguous', 'unmatched'))
        ) STRICT
        ;
CREATE TABLE "journal" (
            change_id INTEGER PRIMARY KEY AUTOINCREMENT,
            group_id INTEGER NOT NULL REFERENCES journal_groups,
            film_id INTEGER,
            subject TEXT NOT NULL,
            detail TEXT NOT NULL,
            before TEXT CHECK (before IS NULL OR json_valid(before)),
            after TEXT CHECK (after IS NULL OR json_valid(after))
        ) STRICT
        ;
CREATE INDEX journal_group_id ON journal (group_id);
CREATE TABLE "titles" (
            title_id INTEGER PRIMARY KEY,
            film_id INTEGER NOT NULL REFERENCES films ON DELETE CASCADE,
            kind TEXT NOT NULL CHECK (kind IN ('main', 'original', 'alternative', 'tmdb')),
            title TEXT NOT NULL CHECK (title <> ''),
            folded TEXT NOT NULL,
            key TEXT NOT NULL,
            year INTEGER,
            n_community_ratings INTEGER NOT NULL
        ) STRICT
        ;
CREATE INDEX titles_film_id ON titles (film_id);
CREATE INDEX titles_key ON titles (key, n_community_ratings, year, film_id);
CREATE TABLE tmdb_facts (
            film_id INTEGER PRIMARY KEY REFERENCES films ON DELETE CASCADE,
            fetched_at TEXT NOT NULL,
            runtime INTEGER,
            terms TEXT NOT NULL,
            facts TEXT NOT NULL CHECK (json_valid(facts))
        ) STRICT
        ;
CREATE INDEX tmdb_facts_fetched_at ON tmdb_facts (fetched_at);
CREATE TABLE tmdb_doubts (
            film_id INTEGER PRIMARY KEY REFERENCES films ON DELETE CASCADE,
            asked_at TEXT NOT NULL,
            candidates TEXT NOT NULL CHECK (json_valid(candidates))
        ) STRICT
        ;
CREATE TABLE chat_lines (
            film_id INTEGER NOT NULL REFERENCES films,
            line_hash TEXT NOT NULL,
            opinion TEXT NOT NULL
                CHECK (opinion IN ('liked', 'disliked', 'wants', 'seen', 'none')),
            PRIMARY KEY (film_id, line_hash)
        ) STRICT, WITHOUT ROWID
        ;
INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('filmrec', '0001_first_tables', '');
INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('filmrec', '0002_history_from_files', '');
INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('filmrec', '0003_facts_of_tmdb', '');
INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('filmrec', '0004_lines_of_chats', '');
PRAGMA application_id = 1718185069;
PRAGMA user_version = 4;
