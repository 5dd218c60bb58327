-- What is computed from the log: read models, how far each has come, and room to rebuild them in.
--
-- Read-model tables are made by later migrations as read.<name>_v<version>, keyed by (jurisdiction, key). A
-- checkpoint moves in the same transaction as the rows, so neither is ever ahead of the other. Tables in scratch
-- live for one rebuild or one check; those that a dead server left behind are dropped at the next start.

set local role throughline_owner;

create schema read;
create schema scratch;
grant usage on schema read to throughline_app;
grant usage, create on schema scratch to throughline_app;
alter default privileges for role throughline_owner in schema read
    grant select, insert, update, delete on tables to throughline_app;

create table read.checkpoint (
    projection text not null,
    version integer not null,
    jurisdiction text collate "C" not null,
    -- The last position whose effect is in the rows; -1 before the first.
    position bigint not null default -1,
    updated_at timestamptz not null default now(),
    -- Why this projection stopped, and at which event.
    error text,
    error_position bigint,
    primary key (projection, version, jurisdiction)
) with (fillfactor = 50);
