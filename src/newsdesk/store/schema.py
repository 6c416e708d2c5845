"""The tables of newsdesk.db as the first migration makes them, each with what it is for."""

import re

TABLES = """
-- Single values: change_seq (the one counter of marks), progress (JSON of
-- model.sidebar.Progress), accepted_list (hash of a feeds.opml that may drop any number of feeds), edition (when the
-- last one was seen), heard (JSON: by followed story the newest headline that was told), live_stories (mark of the file
-- that holds them, gone as soon as they change), followed_list (mark of the feeds.opml that the feeds are those of),
-- recent (JSON: from which headline on the tables search_a and search_b hold).
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
INSERT INTO meta VALUES ('change_seq', 0);

-- 0 is this machine; others are accounts on servers.
CREATE TABLE accounts (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL);
INSERT INTO accounts VALUES (0, 'local', 'This machine');

-- A row for each feed that was ever subscribed to; one that leaves feeds.opml keeps its row (subscribed 0).
CREATE TABLE feeds (
    id INTEGER PRIMARY KEY,
    account INTEGER NOT NULL DEFAULT 0 REFERENCES accounts (id),
    url TEXT NOT NULL,
    key TEXT NOT NULL,                       -- canonical address: the same feed under http and https is one
    title TEXT NOT NULL,                     -- the person's name for it, else the document's, else the host
    given_title INTEGER NOT NULL DEFAULT 0,  -- 1: the title is the person's
    site_url TEXT NOT NULL DEFAULT '',
    owner TEXT NOT NULL DEFAULT '',
    country TEXT NOT NULL DEFAULT '',
    language TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL DEFAULT '',
    folder TEXT NOT NULL DEFAULT '',         -- its top folder: the section of entries that name none
    subscribed INTEGER NOT NULL DEFAULT 1,
    paused INTEGER NOT NULL DEFAULT 0,
    private INTEGER NOT NULL DEFAULT 0,
    bundled INTEGER NOT NULL DEFAULT 0,      -- came with newsdesk, not chosen by the person
    position INTEGER NOT NULL DEFAULT 0,     -- place in feeds.opml
    first_seen INTEGER NOT NULL,
    UNIQUE (account, key)
);

-- Every place of a feed in the folders of feeds.opml; path parts are joined with '/'.
CREATE TABLE folders (
    feed INTEGER NOT NULL REFERENCES feeds (id) ON DELETE CASCADE,
    path TEXT NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (feed, path)
) WITHOUT ROWID;

-- What fetching a feed left: model.fetching.FeedState, whose docstrings say what each means.
CREATE TABLE fetches (
    feed INTEGER PRIMARY KEY REFERENCES feeds (id) ON DELETE CASCADE,
    etag TEXT NOT NULL DEFAULT '',
    last_modified TEXT NOT NULL DEFAULT '',
    body_hash TEXT NOT NULL DEFAULT '',
    last_asked INTEGER,
    last_ok INTEGER,
    last_changed INTEGER,
    next_due INTEGER NOT NULL DEFAULT 0,
    not_before INTEGER NOT NULL DEFAULT 0,
    host_not_before INTEGER NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0,
    failing_since INTEGER,
    last_error TEXT NOT NULL DEFAULT '',
    last_status INTEGER NOT NULL DEFAULT 0,
    equal_bodies INTEGER NOT NULL DEFAULT 0,
    recent_new TEXT NOT NULL DEFAULT '',     -- numbers parted by commas, as are skip_hours and skip_days
    max_age INTEGER,
    ttl INTEGER,
    skip_hours TEXT NOT NULL DEFAULT '',
    skip_days TEXT NOT NULL DEFAULT '',
    moved_to TEXT NOT NULL DEFAULT '',
    moved_polls INTEGER NOT NULL DEFAULT 0,
    gone INTEGER NOT NULL DEFAULT 0,
    document BLOB NOT NULL DEFAULT x'',      -- ids of the entries of its last document, packed: retention spares them
    imprints BLOB NOT NULL DEFAULT x'',      -- what each of these is known again by, one after the other
    refused TEXT NOT NULL DEFAULT ''         -- mark of the sign-in that its server refused: another one is waited for
);

-- One row for each article, with its marks: all that a list draws, no body. Ids are never given twice.
CREATE TABLE headlines (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account INTEGER NOT NULL DEFAULT 0,
    key TEXT NOT NULL,                       -- hash of site and canonical address, else of feed and identity
    feed INTEGER NOT NULL REFERENCES feeds (id),  -- the feed that speaks for it
    speaks INTEGER NOT NULL DEFAULT 0,       -- 1: that feed is of the address's own site
    title TEXT NOT NULL,
    url TEXT NOT NULL,
    author TEXT NOT NULL,
    summary TEXT NOT NULL,
    section TEXT NOT NULL,
    own_section INTEGER NOT NULL DEFAULT 0,  -- 1: the entry or its story said so, 0: the feed's folder
    language TEXT NOT NULL DEFAULT '',
    sort_time INTEGER NOT NULL,              -- never moves
    published INTEGER,
    first_seen INTEGER NOT NULL,
    minutes INTEGER NOT NULL DEFAULT 0,      -- reading time, 0 not known
    hidden INTEGER NOT NULL DEFAULT 0,       -- 1: no feed that carries it is subscribed to
    read INTEGER NOT NULL DEFAULT 0,
    starred INTEGER NOT NULL DEFAULT 0,
    later INTEGER NOT NULL DEFAULT 0,
    change_seq INTEGER NOT NULL DEFAULT 0,   -- the action that set its marks last
    digested INTEGER NOT NULL DEFAULT 0,     -- 0 waits for its blocks, 1 done, 2 could not be done
    story INTEGER REFERENCES stories (id),
    copy_of INTEGER,                         -- the headline whose text this repeats (the same wire text)
    UNIQUE (account, key)
);
CREATE INDEX headlines_time ON headlines (sort_time, id) WHERE hidden = 0;
CREATE INDEX headlines_unread ON headlines (sort_time, id) WHERE read = 0 AND hidden = 0;
CREATE INDEX headlines_section ON headlines (section, sort_time, id) WHERE hidden = 0;
CREATE INDEX headlines_section_unread ON headlines (section, sort_time, id) WHERE read = 0 AND hidden = 0;
CREATE INDEX headlines_starred ON headlines (sort_time, id) WHERE starred = 1;
CREATE INDEX headlines_later ON headlines (sort_time, id) WHERE later = 1;
CREATE INDEX headlines_waiting ON headlines (sort_time, id) WHERE digested = 0;
CREATE INDEX headlines_story ON headlines (story) WHERE story IS NOT NULL;
-- By time: what was too old to be placed when it came is never looked at.
CREATE INDEX headlines_unplaced ON headlines (sort_time, id) WHERE story IS NULL AND hidden = 0;

-- One event, told by several entries; ids are never given twice.
CREATE TABLE stories (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    outlets INTEGER NOT NULL DEFAULT 1,      -- distinct owners that cover it
    followed INTEGER NOT NULL DEFAULT 0,     -- 1: the person wants to hear of new coverage
    muted_until INTEGER NOT NULL DEFAULT 0   -- not shown on the front page before then
);
CREATE INDEX stories_followed ON stories (id) WHERE followed = 1;
CREATE INDEX stories_muted ON stories (muted_until) WHERE muted_until > 0;

-- Which feed carried which article under which identity.
CREATE TABLE entries (
    id INTEGER PRIMARY KEY,
    feed INTEGER NOT NULL REFERENCES feeds (id),
    identity TEXT NOT NULL,
    headline INTEGER NOT NULL REFERENCES headlines (id),
    sort_time INTEGER NOT NULL,              -- the headline's, so that a feed's list needs one index
    hash BLOB NOT NULL,                      -- of all that the feed said of it
    url TEXT NOT NULL,                       -- '' where it is the headline's
    comments_url TEXT NOT NULL DEFAULT '',
    enclosures TEXT NOT NULL DEFAULT '',     -- JSON, '' none
    position INTEGER NOT NULL DEFAULT 0,     -- place in the document when it came
    first_seen INTEGER NOT NULL,
    UNIQUE (feed, identity)
);
CREATE INDEX entries_feed ON entries (feed, sort_time, headline);
CREATE INDEX entries_headline ON entries (headline, feed);

-- The raw HTML an entry came with (text while it waits for its article, else zlib), and what its relative links are
-- relative to. Once its article is made, the HTML of the entry that speaks for it stands there.
CREATE TABLE bodies (
    entry INTEGER PRIMARY KEY REFERENCES entries (id) ON DELETE CASCADE, html BLOB NOT NULL, base_url TEXT NOT NULL
);

-- Earlier bodies of an entry that its feed changed, newest five.
CREATE TABLE revisions (
    id INTEGER PRIMARY KEY,
    entry INTEGER NOT NULL REFERENCES entries (id) ON DELETE CASCADE,
    seen INTEGER NOT NULL,
    title TEXT NOT NULL,
    html BLOB NOT NULL
);
CREATE INDEX revisions_entry ON revisions (entry);

-- The article as blocks (store/documents.py): the feed's own text and, once fetched, the page's, which then
-- is the one that is shown. The one row with indexed = 1 is what the search index holds of a headline.
CREATE TABLE articles (
    headline INTEGER NOT NULL REFERENCES headlines (id) ON DELETE CASCADE,
    origin TEXT NOT NULL DEFAULT 'feed',     -- feed, page
    document BLOB NOT NULL,
    length INTEGER NOT NULL DEFAULT 0,       -- characters of its text
    indexed INTEGER NOT NULL DEFAULT 0,
    entry INTEGER NOT NULL DEFAULT 0,        -- whose HTML it was made of (store/writes/bodies.py), with its base
    html BLOB NOT NULL DEFAULT x'',          -- zlib with the unpacked document for its dictionary
    base_url TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (headline, origin)
);

-- The page of an article as fetched (zlib), for a better extraction to run again.
CREATE TABLE pages (
    headline INTEGER PRIMARY KEY REFERENCES headlines (id) ON DELETE CASCADE,
    url TEXT NOT NULL,
    fetched INTEGER NOT NULL,
    content_type TEXT NOT NULL,
    html BLOB NOT NULL
);

-- Small pictures as they are drawn: RGB, three bytes a pixel (zlib). width 0: it could not be had.
CREATE TABLE pictures (
    url TEXT PRIMARY KEY, fetched INTEGER NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL, rgb BLOB NOT NULL
) WITHOUT ROWID;

-- Contentless: title, author and text in their searchable form (words.py), whose words are folded and parted by spaces:
-- all that is not ASCII is a part of a word.
CREATE VIRTUAL TABLE search USING fts5 (
    title, author, text, content = '', tokenize = 'ascii'
);

-- The index of what came in last, where the store is large: store/recent.py. First letters, which are in all articles,
-- stand in it as words do.
CREATE VIRTUAL TABLE search_a USING fts5 (
    title, author, text, content = '', prefix = '1', tokenize = 'ascii'
);
CREATE VIRTUAL TABLE search_b USING fts5 (
    title, author, text, content = '', prefix = '1', tokenize = 'ascii'
);

-- More parts of these are put together at a time than FTS5's 4: what comes in is written again less often.
INSERT INTO search_a (search_a, rank) VALUES ('automerge', 16);
INSERT INTO search_b (search_b, rank) VALUES ('automerge', 16);

-- Words a person gave to an article.
CREATE TABLE tags (
    headline INTEGER NOT NULL REFERENCES headlines (id) ON DELETE CASCADE, tag TEXT NOT NULL,
    PRIMARY KEY (headline, tag)
) WITHOUT ROWID;

-- Where the person stopped reading (0 top, 1 end).
CREATE TABLE places (
    headline INTEGER PRIMARY KEY REFERENCES headlines (id) ON DELETE CASCADE, place REAL NOT NULL
);

-- What was opened, for how long (seconds) and how far (0 to 1); written only where `learn` is on.
CREATE TABLE readings (
    id INTEGER PRIMARY KEY, headline INTEGER NOT NULL, opened INTEGER NOT NULL, seconds INTEGER NOT NULL,
    furthest REAL NOT NULL
);

-- What the person set about a trait (topic, source, author, section): how much it counts, whether it is always liked.
CREATE TABLE tastes (
    kind TEXT NOT NULL, key TEXT NOT NULL, name TEXT NOT NULL, factor REAL NOT NULL, pinned INTEGER NOT NULL,
    PRIMARY KEY (kind, key)
) WITHOUT ROWID;

-- What the worker's desk made for the screen (model.stories.Placed): top, foryou, picks.
CREATE TABLE desk (
    kind TEXT NOT NULL, rank INTEGER NOT NULL, headline INTEGER NOT NULL, story INTEGER NOT NULL, score REAL NOT NULL,
    why TEXT NOT NULL, section TEXT NOT NULL, owners INTEGER NOT NULL, first_seen INTEGER NOT NULL,
    headlines TEXT NOT NULL,                 -- JSON: a story's coverage, one for each owner
    PRIMARY KEY (kind, rank)
) WITHOUT ROWID;

-- Unread and all headlines of each list of the sidebar; triggers keep them with what they count.
CREATE TABLE counts (
    kind TEXT NOT NULL,                      -- all, section, feed, starred, later
    key TEXT NOT NULL,                       -- section name, feed id, else ''
    unread INTEGER NOT NULL,
    total INTEGER NOT NULL,
    PRIMARY KEY (kind, key)
) WITHOUT ROWID;
INSERT INTO counts VALUES ('all', '', 0, 0), ('starred', '', 0, 0), ('later', '', 0, 0);

-- The actions that can be undone, newest last.
CREATE TABLE journal (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    window TEXT NOT NULL,                    -- which running program did it
    made INTEGER NOT NULL,
    label TEXT NOT NULL,                     -- what the person is told
    kind TEXT NOT NULL,                      -- mark, opml, view, story, taste
    field TEXT NOT NULL DEFAULT '',
    value INTEGER NOT NULL DEFAULT 0,
    change_seq INTEGER NOT NULL DEFAULT 0,   -- of the rows as this action (or its undoing) left them
    ids BLOB NOT NULL DEFAULT x'',           -- headlines, packed and compressed
    written INTEGER NOT NULL DEFAULT 0,      -- how many of them are written; a crash resumes here
    amount INTEGER NOT NULL DEFAULT 0,
    undone INTEGER NOT NULL DEFAULT 0,
    before BLOB NOT NULL DEFAULT x'',        -- opml: the file's bytes before and after; view, story, taste: JSON
    after BLOB NOT NULL DEFAULT x''
);

-- What the screen asks of the worker.
CREATE TABLE requests (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    key TEXT NOT NULL DEFAULT '',
    made INTEGER NOT NULL,
    done INTEGER,                            -- null: waits
    answer TEXT NOT NULL DEFAULT ''
);

-- Identities of entries that retention dropped, kept longer so that nothing comes back as new.
CREATE TABLE forgotten (
    feed INTEGER NOT NULL, identity TEXT NOT NULL, until INTEGER NOT NULL, PRIMARY KEY (feed, identity)
) WITHOUT ROWID;
"""

# The counts' invariant (doctor recounts it): all and section count rows with hidden = 0, starred and later every
# row with that mark, feed every headline that has an entry of that feed.
TRIGGERS = """
CREATE TRIGGER headline_added AFTER INSERT ON headlines WHEN new.hidden = 0 BEGIN
    UPDATE counts SET total = total + 1, unread = unread + (new.read = 0) WHERE kind = 'all' AND key = '';
    INSERT INTO counts VALUES ('section', new.section, new.read = 0, 1)
        ON CONFLICT DO UPDATE SET total = total + 1, unread = unread + (new.read = 0);
END;
CREATE TRIGGER headline_dropped AFTER DELETE ON headlines BEGIN
    UPDATE counts SET total = total - 1, unread = unread - (old.read = 0)
        WHERE old.hidden = 0 AND ((kind = 'all' AND key = '') OR (kind = 'section' AND key = old.section));
    UPDATE counts SET total = total - 1, unread = unread - (old.read = 0)
        WHERE old.starred = 1 AND kind = 'starred' AND key = '';
    UPDATE counts SET total = total - 1, unread = unread - (old.read = 0)
        WHERE old.later = 1 AND kind = 'later' AND key = '';
END;
CREATE TRIGGER headline_read AFTER UPDATE OF read ON headlines WHEN old.read <> new.read BEGIN
    UPDATE counts SET unread = unread + old.read - new.read WHERE old.hidden = 0 AND kind = 'all' AND key = '';
    UPDATE counts SET unread = unread + old.read - new.read
        WHERE old.hidden = 0 AND kind = 'section' AND key = old.section;
    UPDATE counts SET unread = unread + old.read - new.read
        WHERE kind = 'feed' AND key IN (SELECT CAST(feed AS TEXT) FROM entries WHERE headline = new.id);
    UPDATE counts SET unread = unread + old.read - new.read
        WHERE old.starred = 1 AND kind = 'starred' AND key = '';
    UPDATE counts SET unread = unread + old.read - new.read WHERE old.later = 1 AND kind = 'later' AND key = '';
END;
CREATE TRIGGER headline_starred AFTER UPDATE OF starred ON headlines WHEN old.starred <> new.starred BEGIN
    UPDATE counts SET total = total + new.starred - old.starred,
        unread = unread + (new.starred - old.starred) * (new.read = 0) WHERE kind = 'starred' AND key = '';
END;
CREATE TRIGGER headline_later AFTER UPDATE OF later ON headlines WHEN old.later <> new.later BEGIN
    UPDATE counts SET total = total + new.later - old.later,
        unread = unread + (new.later - old.later) * (new.read = 0) WHERE kind = 'later' AND key = '';
END;
CREATE TRIGGER headline_section AFTER UPDATE OF section ON headlines
        WHEN old.section <> new.section AND old.hidden = 0 BEGIN
    UPDATE counts SET total = total - 1, unread = unread - (new.read = 0)
        WHERE kind = 'section' AND key = old.section;
    INSERT INTO counts VALUES ('section', new.section, new.read = 0, 1)
        ON CONFLICT DO UPDATE SET total = total + 1, unread = unread + (new.read = 0);
END;
CREATE TRIGGER headline_hidden AFTER UPDATE OF hidden ON headlines WHEN old.hidden <> new.hidden BEGIN
    UPDATE counts SET total = total + old.hidden - new.hidden,
        unread = unread + (old.hidden - new.hidden) * (new.read = 0) WHERE kind = 'all' AND key = '';
    INSERT INTO counts VALUES ('section', new.section, new.read = 0, 1)
        ON CONFLICT DO UPDATE SET total = total + old.hidden - new.hidden,
            unread = unread + (old.hidden - new.hidden) * (new.read = 0);
END;
CREATE TRIGGER entry_added AFTER INSERT ON entries
        WHEN NOT EXISTS (
            SELECT 1 FROM entries WHERE headline = new.headline AND feed = new.feed AND id <> new.id) BEGIN
    INSERT INTO counts SELECT 'feed', new.feed, read = 0, 1 FROM headlines WHERE id = new.headline
        ON CONFLICT DO UPDATE SET total = total + 1, unread = unread + excluded.unread;
END;
CREATE TRIGGER entry_dropped AFTER DELETE ON entries
        WHEN NOT EXISTS (SELECT 1 FROM entries WHERE headline = old.headline AND feed = old.feed) BEGIN
    UPDATE counts SET total = total - 1,
        unread = unread - (SELECT read = 0 FROM headlines WHERE id = old.headline)
        WHERE kind = 'feed' AND key = CAST(old.feed AS TEXT);
END;
"""

TRIGGER_NAMES = frozenset(re.findall(r"CREATE TRIGGER (\w+)", TRIGGERS))
"""Every trigger that a database of this version has; a migration that makes another one adds its name."""
