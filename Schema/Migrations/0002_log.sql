-- The log: every event of every jurisdiction, in one gapless order per jurisdiction, for ever.
--
-- The server may read it and may call log.append; nothing else. What was wrong is corrected by a later event.
-- Positions are commit order: they are chosen under the jurisdiction's advisory lock, which PostgreSQL releases
-- only after the transaction is visible, so a reader never meets a gap or a late event.

set local role throughline_owner;

create schema log;
grant usage on schema log to throughline_app;

-- Columns stand in order of alignment, not of importance: it saves about 30 bytes a row.
create table log.event (
    -- Place in the jurisdiction's log, from 0.
    position bigint not null,
    -- Place in its stream, from 1.
    stream_version bigint not null,
    occurred_at timestamptz not null,
    recorded_at timestamptz not null,
    event_id uuid not null,
    stream_id uuid not null,
    command_id uuid not null,
    correlation_id uuid not null,
    causation_id uuid,
    actor uuid,
    organization uuid,
    schema_version smallint not null,
    occurred_on_date_only boolean not null,
    jurisdiction text collate "C" not null,
    stream_kind text collate "C" not null,
    type text collate "C" not null,
    module text,
    policy_version text,
    -- SHA-256 of salt and payload bytes: the commitment that outlives a payload destroyed by court order.
    digest bytea not null,
    salt bytea,
    -- json, not jsonb: it keeps the very bytes that were hashed.
    payload json,
    primary key (jurisdiction, position),
    unique (jurisdiction, stream_kind, stream_id, stream_version),
    unique (jurisdiction, event_id),
    check (position >= 0 and stream_version >= 1),
    check ((salt is null) = (payload is null))
) partition by hash (jurisdiction);

-- What each command wrote, so that a retry gets the first answer.
create table log.command (
    first_position bigint not null,
    last_position bigint not null,
    command_id uuid not null,
    jurisdiction text collate "C" not null,
    fingerprint bytea not null,
    primary key (jurisdiction, command_id)
) partition by hash (jurisdiction);

do $$
begin
    for part in 0..7 loop
        execute format('create table log.event_%s partition of log.event for values with (modulus 8, remainder %s)',
            part, part);
        execute format('create table log.command_%s partition of log.command for values with (modulus 8, remainder %s)',
            part, part);
    end loop;
end
$$;

grant select on log.event, log.command to throughline_app;

create function log.refuse_change() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    raise exception 'History is append-only: % on %.% is refused.', lower(tg_op), tg_table_schema, tg_table_name
        using errcode = 'insufficient_privilege',
            hint = 'What was wrong is corrected by a later event that names it.';
end
$$;

-- Row triggers reach the partitions by inheritance, truncate triggers do not. ENABLE ALWAYS keeps them firing under
-- session_replication_role = replica, where even a superuser would otherwise slip past.
do $$
declare
    target regclass;
    parent regclass;
    here name;
begin
    foreach parent in array array['log.event', 'log.command']::regclass[] loop
        execute format('create trigger append_only before update or delete on %s for each row '
            'execute function log.refuse_change()', parent);
        for target in select relid from pg_partition_tree(parent) loop
            execute format('create trigger never_truncated before truncate on %s for each statement '
                'execute function log.refuse_change()', target);
            for here in select tgname from pg_trigger where tgrelid = target and not tgisinternal or
                tgrelid = target and tgparentid <> 0 loop
                execute format('alter table only %s enable always trigger %I', target, here);
            end loop;
        end loop;
    end loop;
end
$$;

-- One jurisdiction's place in the queue. Two that share a number only wait for one another.
create function log.lock_key(jurisdiction text) returns bigint
language sql immutable parallel safe return hashtextextended(jurisdiction, 7310001);

-- Appends many requests at once and answers each on its own: done, already_done or wrong_version.
--
-- r_… is one element per request; s_… one per stream that a request writes or only checks (expected null: any version,
-- 0: must not exist); e_… one per event, in order. s_request points into r_…, e_stream into s_…, both from 1.
-- Requests of one call may not share a command or a stream, for each is judged by the log as it stood before the call.
create function log.append(
    r_jurisdiction text[], r_command uuid[], r_fingerprint bytea[], r_actor uuid[], r_organization uuid[],
    r_correlation uuid[], r_causation uuid[], r_module text[], r_policy_version text[],
    s_request integer[], s_kind text[], s_id uuid[], s_expected bigint[],
    e_stream integer[], e_id uuid[], e_type text[], e_schema_version smallint[], e_occurred_at timestamptz[],
    e_date_only boolean[], e_payload json[], e_salt bytea[], e_digest bytea[]
) returns table (
    request integer, outcome text, first_position bigint, last_position bigint, fingerprint bytea,
    stream integer, actual_version bigint
)
language plpgsql security definer
set search_path = pg_catalog, pg_temp
-- The estimates of an array are guesses, so a plan made anew for each call costs more than it gains, and a nested
-- loop over two arrays is the one bad choice.
set plan_cache_mode = force_generic_plan
set enable_nestloop = off
set jit = off
as $$
#variable_conflict use_column
declare
    versions bigint[];
    moment timestamptz;
begin
    if current_setting('transaction_isolation') <> 'read committed' then
        raise exception 'log.append needs a read committed transaction: it must see what was committed while it waited.'
            using errcode = 'invalid_transaction_state';
    end if;
    if exists (
        select from unnest(r_jurisdiction, r_command) r(jurisdiction, command)
        group by r.jurisdiction, r.command having count(*) > 1
    ) or exists (
        select from unnest(s_request, s_kind, s_id) s(request, kind, id)
        group by r_jurisdiction[s.request], s.kind, s.id having count(*) > 1
    ) then
        raise exception 'Requests of one call overlap.' using errcode = 'invalid_parameter_value';
    end if;
    if array_position(e_salt, null) is not null then
        raise exception 'Every event needs a payload and a salt.' using errcode = 'null_value_not_allowed';
    end if;
    if (select (min(e) >= 1 and max(e) <= cardinality(s_id)) is not true from unnest(e_stream) e)
        or (select (min(s) >= 1 and max(s) <= cardinality(r_command)) is not true from unnest(s_request) s)
        or array_position(e_stream, null) is not null or array_position(s_request, null) is not null
    then
        raise exception 'An event without a stream, or a stream without a request.'
            using errcode = 'invalid_parameter_value';
    end if;

    -- In one order for everybody, so that nobody waits in a circle; and the last locks taken.
    perform pg_advisory_xact_lock(l.key)
    from (select distinct log.lock_key(j) as key from unnest(r_jurisdiction) j order by key offset 0) l;
    moment := clock_timestamp();

    select array_agg(
        coalesce((
            select e.stream_version from log.event e
            where e.jurisdiction = r_jurisdiction[s.request] and e.stream_kind = s.kind and e.stream_id = s.id
            order by e.stream_version desc limit 1), 0)
        order by s.nth)
    into versions
    from unnest(s_request, s_kind, s_id) with ordinality s(request, kind, id, nth);

    return query
    with asked as materialized (
        select r.*, c.first_position, c.last_position, c.fingerprint as first_fingerprint
        from unnest(r_jurisdiction, r_command, r_fingerprint, r_actor, r_organization, r_correlation, r_causation,
            r_module, r_policy_version) with ordinality
            r(jurisdiction, command, fingerprint, actor, organization, correlation, causation, module, policy_version,
                request)
        left join lateral (
            select c.first_position, c.last_position, c.fingerprint from log.command c
            where c.jurisdiction = r.jurisdiction and c.command_id = r.command offset 0) c on true
    ), wrong as materialized (
        select distinct on (s.request) s.request, s.nth as stream, versions[s.nth] as actual
        from unnest(s_request, s_expected) with ordinality s(request, expected, nth)
        where s.expected <> versions[s.nth] order by s.request, s.nth
    ), size as materialized (
        select s_request[e.stream] as request, count(*) as events from unnest(e_stream) e(stream) group by 1
    ), granted as materialized (
        select a.*, size.events,
            (sum(size.events) over (partition by a.jurisdiction order by a.request) - size.events)::bigint as before
        from asked a join size using (request)
        where a.first_position is null and not exists (select from wrong where wrong.request = a.request)
    ), head as materialized (
        select j.jurisdiction, coalesce(h.position, -1) as position, greatest(moment, h.recorded_at) as recorded_at
        from (select distinct jurisdiction from granted) j
        left join lateral (
            select e.position, e.recorded_at from log.event e
            where e.jurisdiction = j.jurisdiction order by e.position desc limit 1) h on true
    ), done as materialized (
        select g.*, h.position + 1 + g.before as first, h.recorded_at from granted g join head h using (jurisdiction)
    ), written as (
        insert into log.event (
            jurisdiction, position, stream_kind, stream_id, stream_version, event_id, type, schema_version,
            occurred_at, occurred_on_date_only, recorded_at, actor, organization, command_id, correlation_id,
            causation_id, module, policy_version, payload, salt, digest)
        select d.jurisdiction, d.first - 1 + row_number() over (partition by d.request order by e.nth),
            s.kind, s.id, versions[e.stream] + row_number() over (partition by e.stream order by e.nth),
            e.id, e.type, e.schema_version, e.occurred_at, e.date_only, d.recorded_at, d.actor, d.organization,
            d.command, d.correlation, d.causation, d.module, d.policy_version, e.payload, e.salt, e.digest
        from unnest(e_stream, e_id, e_type, e_schema_version, e_occurred_at, e_date_only, e_payload, e_salt, e_digest)
            with ordinality
            e(stream, id, type, schema_version, occurred_at, date_only, payload, salt, digest, nth)
        join unnest(s_request, s_kind, s_id) with ordinality s(request, kind, id, nth) on s.nth = e.stream
        join done d on d.request = s.request
    ), remembered as (
        insert into log.command (jurisdiction, command_id, first_position, last_position, fingerprint)
        select jurisdiction, command, first, first + events - 1, fingerprint from done
    )
    select a.request::integer,
        case when a.first_position is not null then 'already_done'
            when w.request is not null then 'wrong_version'
            when d.request is not null then 'done' end,
        coalesce(a.first_position, d.first), coalesce(a.last_position, d.first + d.events - 1), a.first_fingerprint,
        w.stream::integer, w.actual
    from asked a left join wrong w using (request) left join done d using (request);
end
$$;

-- The same for one request with one event, which a quiet server sees most: plain statements start faster than
-- the set-based one.
create function log.append_one(
    r_jurisdiction text, r_command uuid, r_fingerprint bytea, r_actor uuid, r_organization uuid, r_correlation uuid,
    r_causation uuid, r_module text, r_policy_version text, s_kind text, s_id uuid, s_expected bigint,
    e_id uuid, e_type text, e_schema_version smallint, e_occurred_at timestamptz, e_date_only boolean, e_payload json,
    e_salt bytea, e_digest bytea
) returns table (
    request integer, outcome text, first_position bigint, last_position bigint, fingerprint bytea,
    stream integer, actual_version bigint
)
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
declare
    last_at timestamptz;
begin
    if current_setting('transaction_isolation') <> 'read committed' then
        raise exception 'log.append needs a read committed transaction: it must see what was committed while it waited.'
            using errcode = 'invalid_transaction_state';
    end if;
    if e_salt is null or e_payload is null then
        raise exception 'Every event needs a payload and a salt.' using errcode = 'null_value_not_allowed';
    end if;
    request := 1;
    perform pg_advisory_xact_lock(log.lock_key(r_jurisdiction));

    select c.first_position, c.last_position, c.fingerprint into first_position, last_position, fingerprint
    from log.command c where c.jurisdiction = r_jurisdiction and c.command_id = r_command;
    if found then
        outcome := 'already_done';
        return next;
        return;
    end if;

    select e.stream_version into actual_version from log.event e
    where e.jurisdiction = r_jurisdiction and e.stream_kind = s_kind and e.stream_id = s_id
    order by e.stream_version desc limit 1;
    actual_version := coalesce(actual_version, 0);
    if s_expected <> actual_version then
        outcome := 'wrong_version';
        stream := 1;
        return next;
        return;
    end if;

    select e.position, e.recorded_at into first_position, last_at from log.event e
    where e.jurisdiction = r_jurisdiction order by e.position desc limit 1;
    first_position := coalesce(first_position, -1) + 1;
    insert into log.event (
        jurisdiction, position, stream_kind, stream_id, stream_version, event_id, type, schema_version,
        occurred_at, occurred_on_date_only, recorded_at, actor, organization, command_id, correlation_id,
        causation_id, module, policy_version, payload, salt, digest)
    values (
        r_jurisdiction, first_position, s_kind, s_id, actual_version + 1, e_id, e_type, e_schema_version,
        e_occurred_at, e_date_only, greatest(clock_timestamp(), last_at), r_actor, r_organization, r_command,
        r_correlation, r_causation, r_module, r_policy_version, e_payload, e_salt, e_digest);
    insert into log.command (jurisdiction, command_id, first_position, last_position, fingerprint)
    values (r_jurisdiction, r_command, first_position, first_position, r_fingerprint);

    outcome := 'done';
    last_position := first_position;
    actual_version := null;
    return next;
end
$$;

-- The last position of every jurisdiction, by jumping from one to the next along the primary key.
create function log.heads() returns table (jurisdiction text, "position" bigint)
language plpgsql stable parallel safe set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan
as $$
begin
    select e.jurisdiction into jurisdiction from log.event e order by e.jurisdiction limit 1;
    while found loop
        select e.position into "position" from log.event e
        where e.jurisdiction = heads.jurisdiction order by e.position desc limit 1;
        return next;
        select e.jurisdiction into jurisdiction from log.event e
        where e.jurisdiction > heads.jurisdiction order by e.jurisdiction limit 1;
    end loop;
end
$$;

-- The last position recorded at or before a moment, or -1. recorded_at never falls within a jurisdiction, so the
-- primary key can be halved until it is found; an index on the time would cost every append.
create function log.position_recorded_by(wanted text, moment timestamptz) returns bigint
language plpgsql stable parallel safe set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan
as $$
declare
    low bigint := -1;
    high bigint;
    middle bigint;
    recorded timestamptz;
begin
    select e.position into high from log.event e where e.jurisdiction = wanted order by e.position desc limit 1;
    high := coalesce(high, -1);
    while low < high loop
        middle := (low + high + 1) / 2;
        select e.recorded_at into strict recorded from log.event e
        where e.jurisdiction = wanted and e.position = middle;
        if recorded <= moment then
            low := middle;
        else
            high := middle - 1;
        end if;
    end loop;
    return low;
end
$$;

revoke all on all functions in schema log from public;
grant execute on function log.append, log.append_one, log.heads, log.position_recorded_by, log.lock_key
    to throughline_app;
