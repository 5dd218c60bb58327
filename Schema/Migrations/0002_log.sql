-- The log: every event of every jurisdiction, in one gapless order per jurisdiction, for ever.
--
-- The server may read it and may call log.append; nothing else. What was wrong is corrected by a later event.
-- Positions are commit order: they are chosen under the jurisdiction's advisory lock, which PostgreSQL releases
-- only after the transaction is visible, so a reader never meets a gap or a late event.

set local role throughline_owner;

create schema log;
grant usage on schema log to throughline_app;

-- Columns stand in order of alignment, not of importance: it saves about 30 bytes a row. No check constraints: they
-- would be parsed anew for each statement, and log.append, the only way in, gives what they would ask for.
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
    unique (jurisdiction, event_id)
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
-- jurisdictions and kinds are word lists. r_… is one element per request; s_… one per stream that a request writes or
-- only checks (expected null: any version, 0: must not exist); e_… one per event, in order, those of one request
-- together. r_jurisdiction and s_kind point into the word lists, s_request into r_…, e_stream into s_…, all from 1.
-- Requests of one call may not share a command or a stream, for each is judged by the log as it stood before the call.
--
-- Positions and versions are counted here and not by the caller, so no caller can leave a gap. The counting is a loop
-- over arrays because it is several times faster than the joins and windows that would say the same.
create function log.append(
    jurisdictions text[], kinds text[],
    r_jurisdiction integer[], r_command uuid[], r_fingerprint bytea[], r_actor uuid[], r_organization uuid[],
    r_correlation uuid[], r_causation uuid[], r_module text[], r_policy_version text[],
    s_request integer[], s_kind integer[], s_id uuid[], s_expected bigint[],
    e_stream integer[], e_id uuid[], e_type text[], e_schema_version smallint[], e_occurred_at timestamptz[],
    e_date_only boolean[], e_payload json[], e_salt bytea[], e_digest bytea[]
) returns table (
    request integer, outcome text, first_position bigint, last_position bigint, fingerprint bytea,
    stream integer, actual_version bigint
)
language plpgsql security definer
set search_path = pg_catalog, pg_temp
-- The planner can only guess how long an array is, and a plan made anew for each call costs more than it gains.
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
declare
    event_count constant integer := cardinality(e_id);
    heads bigint[];
    times timestamptz[];
    versions bigint[];
    outcomes text[] := array_fill(null::text, array[cardinality(r_command)]);
    firsts bigint[] := array_fill(null::bigint, array[cardinality(r_command)]);
    lasts bigint[] := firsts;
    earlier bytea[] := array_fill(null::bytea, array[cardinality(r_command)]);
    blockers integer[] := array_fill(null::integer, array[cardinality(r_command)]);
    e_position bigint[] := array_fill(null::bigint, array[event_count]);
    e_version bigint[] := e_position;
    e_request integer[] := array_fill(null::integer, array[event_count]);
    found_command record;
    this_request integer := 0;
    this_stream integer;
    place integer;
    is_granted boolean;
begin
    if current_setting('transaction_isolation') <> 'read committed' then
        raise exception 'log.append needs a read committed transaction: it must see what was committed while it waited.'
            using errcode = 'invalid_transaction_state';
    end if;
    -- Two that write one stream or repeat a command would break a unique key; one that only checks it would not.
    if exists (
        select from unnest(s_request, s_kind, s_id) s(request, kind, id)
        group by jurisdictions[r_jurisdiction[s.request]], kinds[s.kind], s.id having count(*) > 1
    ) then
        raise exception 'Requests of one call overlap.' using errcode = 'invalid_parameter_value';
    end if;
    if array_position(e_salt, null) is not null then
        raise exception 'Every event needs a payload and a salt.' using errcode = 'null_value_not_allowed';
    end if;

    -- In one order for everybody, so that nobody waits in a circle; and the last locks taken.
    perform pg_advisory_xact_lock(l.key)
    from (select distinct log.lock_key(j) as key from unnest(jurisdictions) j order by key offset 0) l;

    -- Each jurisdiction's last position and the time to write, which never falls.
    select array_agg(coalesce(h.position, -1) order by j.nth),
        array_agg(greatest(clock_timestamp(), h.recorded_at) order by j.nth)
    into heads, times
    from unnest(jurisdictions) with ordinality j(name, nth)
    left join lateral (
        select e.position, e.recorded_at from log.event e
        where e.jurisdiction = j.name order by e.position desc limit 1) h on true;

    select array_agg(
        coalesce((
            select e.stream_version from log.event e
            where e.jurisdiction = jurisdictions[r_jurisdiction[s.request]] and e.stream_kind = kinds[s.kind]
                and e.stream_id = s.id
            order by e.stream_version desc limit 1), 0)
        order by s.nth)
    into versions
    from unnest(s_request, s_kind, s_id) with ordinality s(request, kind, id, nth);

    for this_request, this_stream in
        select s.request, s.nth
        from unnest(s_request, s_expected, versions) with ordinality s(request, expected, version, nth)
        where s.expected <> s.version order by s.nth desc
    loop
        outcomes[this_request] := 'wrong_version';
        blockers[this_request] := this_stream;
    end loop;
    for found_command in
        select r.request, c.first_position, c.last_position, c.fingerprint
        from unnest(r_jurisdiction, r_command) with ordinality r(jurisdiction, command, request)
        cross join lateral (
            select * from log.command c
            where c.jurisdiction = jurisdictions[r.jurisdiction] and c.command_id = r.command offset 0) c
    loop
        outcomes[found_command.request] := 'already_done';
        firsts[found_command.request] := found_command.first_position;
        lasts[found_command.request] := found_command.last_position;
        earlier[found_command.request] := found_command.fingerprint;
    end loop;

    this_request := 0;
    for event in 1..event_count loop
        this_stream := e_stream[event];
        if s_request[this_stream] is distinct from this_request then
            if s_request[this_stream] is null or s_request[this_stream] <= this_request then
                raise exception 'Events must stand in the order of their requests, each with its stream.'
                    using errcode = 'invalid_parameter_value';
            end if;
            this_request := s_request[this_stream];
            is_granted := outcomes[this_request] is null;
            place := r_jurisdiction[this_request];
            if is_granted then
                outcomes[this_request] := 'done';
                firsts[this_request] := heads[place] + 1;
            end if;
        end if;
        if is_granted then
            heads[place] := heads[place] + 1;
            versions[this_stream] := versions[this_stream] + 1;
            e_position[event] := heads[place];
            e_version[event] := versions[this_stream];
            e_request[event] := this_request;
            lasts[this_request] := heads[place];
        end if;
    end loop;
    if array_position(outcomes, null) is not null then
        raise exception 'Every request needs an event.' using errcode = 'invalid_parameter_value';
    end if;

    insert into log.event (
        jurisdiction, position, stream_kind, stream_id, stream_version, event_id, type, schema_version,
        occurred_at, occurred_on_date_only, recorded_at, actor, organization, command_id, correlation_id,
        causation_id, module, policy_version, payload, salt, digest)
    select jurisdictions[r_jurisdiction[e.request]], e.position, kinds[s_kind[e.stream]], s_id[e.stream], e.version,
        e.id, e.type, e.schema_version, e.occurred_at, e.date_only, times[r_jurisdiction[e.request]],
        r_actor[e.request], r_organization[e.request], r_command[e.request], r_correlation[e.request],
        r_causation[e.request], r_module[e.request], r_policy_version[e.request], e.payload, e.salt, e.digest
    from unnest(e_request, e_position, e_version, e_stream, e_id, e_type, e_schema_version, e_occurred_at, e_date_only,
        e_payload, e_salt, e_digest)
        e(request, position, version, stream, id, type, schema_version, occurred_at, date_only, payload, salt, digest)
    where e.request is not null;
    insert into log.command (jurisdiction, command_id, first_position, last_position, fingerprint)
    select jurisdictions[r.jurisdiction], r.command, r.first, r.last, r.fingerprint
    from unnest(r_jurisdiction, r_command, r_fingerprint, firsts, lasts, outcomes)
        r(jurisdiction, command, fingerprint, first, last, outcome)
    where r.outcome = 'done';

    return query
    select r.nth::integer, r.outcome, r.first, r.last, r.earlier, r.blocker,
        case when r.outcome = 'wrong_version' then versions[r.blocker] end
    from unnest(outcomes, firsts, lasts, earlier, blockers) with ordinality
        r(outcome, first, last, earlier, blocker, nth);
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
    head bigint;
    last_at timestamptz;
    is_locked boolean;
begin
    if current_setting('transaction_isolation') <> 'read committed' then
        raise exception 'log.append needs a read committed transaction: it must see what was committed while it waited.'
            using errcode = 'invalid_transaction_state';
    end if;
    if e_salt is null or e_payload is null then
        raise exception 'Every event needs a payload and a salt.' using errcode = 'null_value_not_allowed';
    end if;
    request := 1;
    -- An assignment, because PERFORM would start the executor for it.
    is_locked := pg_advisory_xact_lock(log.lock_key(r_jurisdiction)) is not null;

    -- All three look-ups in one statement, under the lock.
    select c.first_position, c.last_position, c.fingerprint, coalesce(s.stream_version, 0), h.position, h.recorded_at
    into first_position, last_position, fingerprint, actual_version, head, last_at
    from (select) one
    left join lateral (
        select * from log.command c
        where c.jurisdiction = r_jurisdiction and c.command_id = r_command limit 1) c on true
    left join lateral (
        select e.stream_version from log.event e
        where e.jurisdiction = r_jurisdiction and e.stream_kind = s_kind and e.stream_id = s_id
        order by e.stream_version desc limit 1) s on true
    left join lateral (
        select e.position, e.recorded_at from log.event e
        where e.jurisdiction = r_jurisdiction order by e.position desc limit 1) h on true;
    if first_position is not null then
        outcome := 'already_done';
        actual_version := null;
        return next;
        return;
    end if;
    if s_expected <> actual_version then
        outcome := 'wrong_version';
        stream := 1;
        return next;
        return;
    end if;

    first_position := coalesce(head, -1) + 1;
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
