-- The servers that work on this database, so that they share its read models and processes and notice when one is gone.
--
-- Unlogged: a row says only that a server was alive a moment ago, so a crash of the database may lose them all.

set local role throughline_owner;

create unlogged table read.server (
    id uuid primary key,
    seen_until timestamptz not null
);
