-- Vault: participants' data keys, wrapped under a key that is not in this database; their sealed fields as pages
-- need them; and keyed blind indexes to find people by name. All of a person's rows go when the key goes.

set local role throughline_owner;

create schema vault;
grant usage on schema vault to throughline_app;

-- The epoch that new keys are wrapped under. Makers of keys share this row, who turns the epoch locks it.
create table vault.epoch (
    singleton boolean primary key default true check (singleton),
    current int not null check (current > 0)
);
insert into vault.epoch (current) values (1);

create table vault.key (
    jurisdiction text not null,
    subject uuid not null,
    key_id uuid not null unique,
    epoch int not null check (epoch > 0),
    wrapped bytea not null check (length(wrapped) = 40),
    created_at timestamptz not null default now(),
    primary key (jurisdiction, subject)
);
create index key_epoch on vault.key (epoch);

-- The latest sealed value of each field of a person.
create table vault.person (
    jurisdiction text not null,
    participant uuid not null,
    field text not null,
    event_id uuid not null,
    type text not null,
    key_id uuid not null,
    box text not null,
    primary key (jurisdiction, participant, field),
    foreign key (jurisdiction, participant) references vault.key (jurisdiction, subject) on delete cascade
);

create table vault.blind_index (
    jurisdiction text not null,
    field text not null,
    tag bytea not null check (length(tag) = 32),
    subject uuid not null,
    primary key (jurisdiction, field, tag, subject),
    foreign key (jurisdiction, subject) references vault.key (jurisdiction, subject) on delete cascade
);
create index blind_index_subject on vault.blind_index (jurisdiction, subject);

grant select, update on vault.epoch to throughline_app;
grant select, insert, update, delete on vault.key, vault.person to throughline_app;
grant select, insert, delete on vault.blind_index to throughline_app;
