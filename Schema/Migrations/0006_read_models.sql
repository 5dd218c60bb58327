-- The read models, one table each, named by version. Every row is computed from the log and can be rebuilt
-- (`throughline projection rebuild`). No column holds personal data: names and notes stay in the vault.

set local role throughline_owner;

create table read.worklist_v1 (
    jurisdiction text collate "C" not null,
    key text collate "C" not null,
    number text not null,
    participant uuid not null,
    program uuid not null,
    partner uuid not null,
    office uuid not null,
    case_id uuid,
    status text not null,
    priority text not null,
    "group" text not null,
    clocks jsonb not null,
    next_clock text,
    next_set_at timestamptz,
    next_due timestamptz,
    next_paused boolean not null,
    late boolean not null,
    last_type text not null,
    last_at timestamptz not null,
    last_actor uuid,
    last_organization uuid,
    drafted_at timestamptz not null,
    version bigint not null,
    position bigint not null,
    primary key (jurisdiction, key)
);
-- The page: one office's open referrals, soonest deadline first.
create index worklist_v1_page on read.worklist_v1 (jurisdiction, office, "group", next_due, key);
create index worklist_v1_number on read.worklist_v1 (jurisdiction, number);

create table read.inbox_v1 (
    jurisdiction text collate "C" not null,
    key text collate "C" not null,
    number text not null,
    participant uuid not null,
    program uuid not null,
    partner uuid not null,
    office uuid not null,
    status text not null,
    priority text not null,
    tab text not null,
    share text[] not null,
    offered_at timestamptz,
    offered_by uuid,
    acknowledged_at timestamptz,
    undoable boolean not null,
    clocks jsonb not null,
    next_clock text,
    next_due timestamptz,
    next_set_at timestamptz,
    late boolean not null,
    owed_since timestamptz,
    owed_clock text,
    owed_due timestamptz,
    intake_on date,
    intake_time text,
    sessions int not null,
    sessions_attended int not null,
    ended_at timestamptz,
    version bigint not null,
    position bigint not null,
    primary key (jurisdiction, key)
);
create index inbox_v1_page on read.inbox_v1 (jurisdiction, partner, tab, next_due, key);
create index inbox_v1_owed on read.inbox_v1 (jurisdiction, partner, owed_due) where owed_clock is not null;

create table read.referral_v1 (
    jurisdiction text collate "C" not null,
    key text collate "C" not null,
    number text,
    status text not null,
    participant uuid not null,
    case_id uuid,
    program uuid,
    partner uuid,
    office uuid,
    following uuid,
    priority text not null,
    share text[] not null,
    consent uuid,
    race text,
    gender text,
    drafted_at timestamptz,
    offered_at timestamptz,
    acknowledged_at timestamptz,
    accepted_at timestamptz,
    began_on date,
    ended_at timestamptz,
    sessions int not null,
    sessions_attended int not null,
    outcome text,
    unsuccessful_code text,
    decline_code text,
    withdrawal_code text,
    hold_code text,
    disposition text,
    disposition_on date,
    source text,
    source_program text,
    source_result text,
    referred_on date,
    closed_on date,
    referral_date_imputed boolean not null,
    clocks jsonb not null,
    next_clock text,
    next_due timestamptz,
    recorded_at timestamptz not null,
    version bigint not null,
    position bigint not null,
    primary key (jurisdiction, key)
);
create index referral_v1_number on read.referral_v1 (jurisdiction, number);
create index referral_v1_recent on read.referral_v1 (jurisdiction, position desc);
create index referral_v1_office on read.referral_v1 (jurisdiction, office, position desc);
create index referral_v1_partner on read.referral_v1 (jurisdiction, partner, position desc);
create index referral_v1_participant on read.referral_v1 (jurisdiction, participant);

create table read.history_v1 (
    jurisdiction text collate "C" not null,
    key text collate "C" not null,
    referral uuid not null,
    event_position bigint not null,
    event_id uuid not null,
    type text not null,
    occurred_at timestamptz not null,
    occurred_on_date_only boolean not null,
    recorded_at timestamptz not null,
    actor uuid,
    organization uuid,
    primary key (jurisdiction, key)
);

create table read.capacity_v1 (
    jurisdiction text collate "C" not null,
    key text collate "C" not null,
    organization uuid not null,
    name text not null,
    summary text not null,
    unit text not null,
    maximum int not null,
    available int not null,
    taken int not null,
    beyond_maximum int not null,
    accepting boolean not null,
    pause_reason text,
    paused_until date,
    updated_at timestamptz not null,
    version bigint not null,
    position bigint not null,
    primary key (jurisdiction, key)
);

create table read.timeliness_v1 (
    jurisdiction text collate "C" not null,
    key text collate "C" not null,
    program uuid not null,
    partner uuid not null,
    office uuid not null,
    offered_at timestamptz,
    acknowledged_at timestamptz,
    decided_at timestamptz,
    began_at timestamptz,
    ended_at timestamptz,
    disposed_at timestamptz,
    missed_by_partner int not null,
    missed_by_office int not null,
    primary key (jurisdiction, key)
);
create index timeliness_v1_partner on read.timeliness_v1 (jurisdiction, partner, offered_at);

create table read.clocks_v1 (
    jurisdiction text collate "C" not null,
    key text collate "C" not null,
    clocks jsonb not null,
    next_at timestamptz,
    primary key (jurisdiction, key)
);
create index clocks_v1_next on read.clocks_v1 (jurisdiction, next_at) where next_at is not null;

create table read.organizations_v1 (
    jurisdiction text collate "C" not null,
    key text collate "C" not null,
    name text not null,
    kind text not null,
    jurisdictions text[] not null,
    primary key (jurisdiction, key)
);

create table read.jurisdictions_v1 (
    jurisdiction text collate "C" not null,
    key text collate "C" not null,
    slug text not null,
    division text not null,
    title text not null,
    time_zone text not null,
    calendar jsonb,
    primary key (jurisdiction, key)
);
