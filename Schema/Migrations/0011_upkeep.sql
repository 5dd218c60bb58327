-- The upkeep of read models: what the scheduled comparisons with their rebuilds found last, and what a rebuild that is
-- under way, or was killed, has still to do.

set local role throughline_owner;

create table read.comparison (
    projection text not null,
    version integer not null,
    jurisdiction text collate "C" not null,
    -- When a server took it on itself, so that no other does the same work.
    claimed_at timestamptz not null,
    -- When it was done; null before the first.
    checked_at timestamptz,
    -- The position up to which both were compared.
    position bigint,
    -- How many rows differed, were missing or were too many, and the key of the first of them.
    differences bigint,
    first_key text,
    primary key (projection, version, jurisdiction)
);

create table read.rebuild (
    projection text not null,
    version integer not null,
    jurisdiction text collate "C" not null,
    planned_at timestamptz not null default now(),
    primary key (projection, version, jurisdiction)
);
