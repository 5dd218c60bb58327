-- Screenings and cases as read models, and room for the rows of a county's own module.

set local role throughline_owner;

create table read.screenings_v1 (
    jurisdiction text collate "C" not null,
    key text collate "C" not null,
    case_id uuid not null,
    participant uuid not null,
    office uuid not null,
    screener uuid not null,
    module text not null,
    module_version text not null,
    package_hash text not null,
    track text not null,
    screened_on date not null,
    finding text not null,
    overridden_to text,
    outcome text not null,
    waiting text,
    waiting_step text,
    asked_by uuid,
    state text,
    ending text,
    steps int not null,
    missing text[] not null,
    deadlines jsonb not null,
    next_deadline text,
    next_due date,
    next_miss date,
    late boolean not null,
    unseen text[] not null,
    race text,
    gender text,
    made_at timestamptz not null,
    last_at timestamptz not null,
    last_type text not null,
    version bigint not null,
    position bigint not null,
    primary key (jurisdiction, key)
);
create index screenings_v1_office on read.screenings_v1 (jurisdiction, office, position desc);
create index screenings_v1_recent on read.screenings_v1 (jurisdiction, position desc);
create index screenings_v1_participant on read.screenings_v1 (jurisdiction, participant);
create index screenings_v1_case on read.screenings_v1 (jurisdiction, case_id);
create index screenings_v1_pinned on read.screenings_v1 (jurisdiction, module, module_version) where ending is null;
create index screenings_v1_next on read.screenings_v1 (jurisdiction, next_miss) where next_miss is not null;

create table read.cases_v1 (
    jurisdiction text collate "C" not null,
    key text collate "C" not null,
    office uuid not null,
    participants uuid[] not null,
    offense_category text,
    received_on date,
    opened_at timestamptz not null,
    declined_on date,
    disposition text,
    disposition_on date,
    version bigint not null,
    position bigint not null,
    primary key (jurisdiction, key)
);
create index cases_v1_office on read.cases_v1 (jurisdiction, office, position desc);
create index cases_v1_recent on read.cases_v1 (jurisdiction, position desc);
create index cases_v1_participants on read.cases_v1 using gin (participants);

-- The rows of a module's own read model, as the module works them out from its events. They are written as events
-- come, by the process that asks the module, and never by a rebuild: replay calls no module.
create table read.module_rows (
    jurisdiction text collate "C" not null,
    module text collate "C" not null,
    table_name text collate "C" not null,
    key text collate "C" not null,
    columns jsonb not null,
    -- The event that wrote the row last; an older one changes nothing.
    position bigint not null,
    primary key (jurisdiction, module, table_name, key)
);
