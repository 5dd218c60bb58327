-- The ledger: what was published about each log, so that others can prove that it was not changed since.
--
-- Everything here is hashes and signatures, no event. All of it can be computed again from the log and the key file,
-- and `verify` does; it is kept so that what is served is what was signed, and so that the first place that differs
-- can be named. The server may add to it and read it. Nobody may change or remove what was published.

set local role throughline_owner;

create schema ledger;
grant usage on schema ledger to throughline_app;

-- One unbroken tree of a jurisdiction's log, from 0. Another begins only when published entries were lost.
create table ledger.epoch (
    jurisdiction text collate "C" not null,
    epoch integer not null check (epoch >= 0),
    -- The first line of its checkpoints, and the name of its key. Never used twice.
    origin text not null,
    -- The public key, as a signed note's readers take it.
    verifier_key text not null,
    -- The entry before the log's own: the last good checkpoint, the reason and who decided. None in the first epoch.
    statement bytea,
    opened_at timestamptz not null default now(),
    primary key (jurisdiction, epoch),
    check ((epoch = 0) = (statement is null))
);

-- Full tiles of 256 hashes.
create table ledger.tile (
    n bigint not null check (n >= 0),
    epoch integer not null,
    level smallint not null check (level between 0 and 7),
    jurisdiction text collate "C" not null,
    -- The hash of the tile, which is one hash of the tile above it.
    root bytea not null check (length(root) = 32),
    hashes bytea not null check (length(hashes) = 8192),
    primary key (jurisdiction, epoch, level, n),
    foreign key (jurisdiction, epoch) references ledger.epoch
);

-- The primary key is the promise that there are never two roots for one size.
create table ledger.checkpoint (
    size bigint not null check (size > 0),
    signed_at timestamptz not null default now(),
    epoch integer not null,
    jurisdiction text collate "C" not null,
    root bytea not null check (length(root) = 32),
    -- The leaf hashes that came after the last checkpoint and are in no full tile yet.
    leaves bytea not null check (length(leaves) % 32 = 0 and length(leaves) < 8192),
    -- The signed note.
    note text not null,
    primary key (jurisdiction, epoch, size),
    foreign key (jurisdiction, epoch) references ledger.epoch
);

-- Lines that witnesses in other administrations added to a checkpoint.
create table ledger.cosignature (
    size bigint not null,
    epoch integer not null,
    jurisdiction text collate "C" not null,
    witness text not null,
    line text not null,
    added_at timestamptz not null default now(),
    primary key (jurisdiction, epoch, size, witness),
    foreign key (jurisdiction, epoch, size) references ledger.checkpoint
);

-- Each time that somebody computed everything again.
create table ledger.verification (
    id uuid not null default gen_random_uuid(),
    jurisdiction text collate "C" not null,
    epoch integer not null,
    -- The checkpoint that the log was verified to; 0 when none holds.
    size bigint not null,
    verified_at timestamptz not null default now(),
    -- The first position that does not match, and what does not; null when everything does.
    failed_position bigint,
    finding text,
    primary key (jurisdiction, id),
    foreign key (jurisdiction, epoch) references ledger.epoch
);
create index verification_latest on ledger.verification (jurisdiction, verified_at desc);

grant select, insert on ledger.epoch, ledger.tile, ledger.checkpoint, ledger.cosignature, ledger.verification
    to throughline_app;

do $$
declare
    target regclass;
    here name;
begin
    foreach target in array array['ledger.epoch', 'ledger.tile', 'ledger.checkpoint', 'ledger.cosignature',
        'ledger.verification']::regclass[] loop
        execute format('create trigger append_only before update or delete on %s for each row '
            'execute function log.refuse_change()', target);
        execute format('create trigger never_truncated before truncate on %s for each statement '
            'execute function log.refuse_change()', target);
        foreach here in array array['append_only', 'never_truncated'] loop
            execute format('alter table %s enable always trigger %I', target, here);
        end loop;
    end loop;
end
$$;

-- How the publisher of each log fares; the one thing here that changes.
create table ledger.publisher (
    jurisdiction text collate "C" primary key,
    checked_at timestamptz not null,
    -- Why it has stopped: a code, a sentence and since when. Null while all is well.
    problem text,
    finding text,
    stopped_at timestamptz,
    check ((problem is null) = (finding is null) and (problem is null) = (stopped_at is null))
);
grant select, insert, update on ledger.publisher to throughline_app;
