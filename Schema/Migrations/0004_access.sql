-- Access: accounts, sessions, API tokens, sign-in attempts and locks, and the access log.
--
-- No secret is kept: passwords are scrypt hashes, session and API tokens are SHA-256 digests, e-mail and network
-- addresses of sign-in attempts are keyed tags.

set local role throughline_owner;

create schema access;
grant usage on schema access to throughline_app;

create table access.account (
    id uuid primary key,
    email text not null unique check (email = lower(email) and email like '%_@_%'),
    display_name text not null,
    organization uuid not null,
    organization_kind text not null,
    jurisdictions text[] not null check (not 'network' = any (jurisdictions)),
    roles text[] not null,
    language text not null,
    password_hash text,
    password_changed_at timestamptz,
    created_at timestamptz not null,
    disabled_at timestamptz,
    last_sign_in_at timestamptz
);
create index account_organization on access.account (organization);

create table access.session (
    id uuid primary key,
    token_digest bytea not null unique check (length(token_digest) = 32),
    account uuid not null references access.account on delete cascade,
    created_at timestamptz not null,
    last_seen_at timestamptz not null
);
create index session_account on access.session (account);

create table access.token (
    id uuid primary key,
    token_digest bytea not null unique check (length(token_digest) = 32),
    account uuid not null references access.account on delete cascade,
    label text not null,
    scopes text[] not null,
    created_by uuid not null,
    created_at timestamptz not null,
    expires_at timestamptz,
    last_used_at timestamptz,
    revoked_at timestamptz
);
create index token_account on access.token (account);

-- Every try counts before its password is looked at, and is taken back when the password was right; so many tries
-- at once are no way round the limit. Unknown e-mail addresses count and lock like known ones.
create table access.sign_in_attempt (
    id uuid primary key,
    email_tag bytea not null,
    address_tag bytea,
    at timestamptz not null
);
create index sign_in_attempt_email on access.sign_in_attempt (email_tag, at);
create index sign_in_attempt_address on access.sign_in_attempt (address_tag, at);

create table access.lock (
    email_tag bytea primary key,
    locked_at timestamptz not null
);

-- Who looked at what. Written before the answer leaves; ids only.
create table access.log (
    jurisdiction text not null,
    id uuid not null,
    at timestamptz not null,
    account uuid,
    organization uuid,
    action text not null,
    subject_kind text,
    subject_id uuid,
    channel text not null,
    address_tag bytea,
    outcome text not null,
    primary key (jurisdiction, id)
);
create index log_time on access.log (jurisdiction, at desc, id desc);
create index log_subject on access.log (jurisdiction, subject_id, at desc) where subject_id is not null;
create index log_account on access.log (jurisdiction, account, at desc) where account is not null;

create function access.refuse_change() returns trigger language plpgsql
set search_path = pg_catalog, pg_temp as $$
begin
    raise exception 'the access log is append-only' using errcode = 'restrict_violation';
end $$;

create trigger append_only before update or delete or truncate on access.log
    for each statement execute function access.refuse_change();
alter table access.log enable always trigger append_only;

grant select, insert, update on access.account, access.token to throughline_app;
grant select, insert, update, delete on access.session to throughline_app;
grant select, insert, delete on access.sign_in_attempt, access.lock to throughline_app;
grant select, insert on access.log to throughline_app;
