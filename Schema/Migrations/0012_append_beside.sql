-- Appends that do their look-ups side by side.
--
-- log.append of 0002 looked streams and commands up under the jurisdiction's lock, where all others wait. Now it looks
-- them up and counts before the lock, and under it only asks whether what came in between concerns it; then it does
-- the same once more. What it promises is as before.

set local role throughline_owner;

create or replace function log.append(
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
-- Every look-up is by a key; a plan that was made while the tables were small would read them whole ever after.
set enable_seqscan = off
set enable_bitmapscan = off
as $$
#variable_conflict use_column
declare
    event_count constant integer := cardinality(e_id);
    request_count constant integer := cardinality(r_command);
    places constant integer := cardinality(jurisdictions);
    -- Each jurisdiction's last position before anything was looked up, and then under the lock.
    known bigint[];
    heads bigint[];
    times timestamptz[];
    versions bigint[];
    outcomes text[];
    -- From the jurisdiction's head, until that is known.
    firsts bigint[];
    lasts bigint[];
    counts bigint[];
    earlier bytea[];
    blockers integer[];
    e_offset bigint[] := array_fill(null::bigint, array[event_count]);
    e_version bigint[] := e_offset;
    e_request integer[] := array_fill(null::integer, array[event_count]);
    found_command record;
    this_jurisdiction text;
    this_request integer;
    this_stream integer;
    place integer;
    is_granted boolean;
    is_locked boolean := false;
    is_news boolean;
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

    -- Once before the lock, so that calls do this side by side; again under it if the log has moved under our feet.
    loop
        known := array(
            select coalesce((
                select e.position from log.event e
                where e.jurisdiction = jurisdictions[j] order by e.position desc limit 1), -1)
            from generate_series(1, places) j);
        versions := array_fill(0::bigint, array[cardinality(s_id)]);
        outcomes := array_fill(null::text, array[request_count]);
        firsts := array_fill(null::bigint, array[request_count]);
        lasts := firsts;
        earlier := array_fill(null::bytea, array[request_count]);
        blockers := array_fill(null::integer, array[request_count]);
        counts := array_fill(0::bigint, array[places]);

        -- One jurisdiction at a time: with its name fixed, each look-up goes straight to its partition.
        for place in 1..places loop
            this_jurisdiction := jurisdictions[place];
            versions := array(
                select case when r_jurisdiction[s.request] <> place then versions[s.nth] else coalesce((
                    select e.stream_version from log.event e
                    where e.jurisdiction = this_jurisdiction and e.stream_kind = kinds[s.kind] and e.stream_id = s.id
                    order by e.stream_version desc limit 1), 0) end
                from unnest(s_request, s_kind, s_id) with ordinality s(request, kind, id, nth) order by s.nth);
            for found_command in
                select r.request, c.first_position, c.last_position, c.fingerprint
                from unnest(r_jurisdiction, r_command) with ordinality r(jurisdiction, command, request)
                cross join lateral (
                    select * from log.command c
                    where c.jurisdiction = this_jurisdiction and c.command_id = r.command limit 1) c
                where r.jurisdiction = place
            loop
                outcomes[found_command.request] := 'already_done';
                firsts[found_command.request] := found_command.first_position;
                lasts[found_command.request] := found_command.last_position;
                earlier[found_command.request] := found_command.fingerprint;
            end loop;
        end loop;
        for this_request, this_stream in
            select s.request, s.nth
            from unnest(s_request, s_expected, versions) with ordinality s(request, expected, version, nth)
            where s.expected <> s.version order by s.nth desc
        loop
            continue when outcomes[this_request] = 'already_done';
            outcomes[this_request] := 'wrong_version';
            blockers[this_request] := this_stream;
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
                    firsts[this_request] := counts[place] + 1;
                end if;
            end if;
            if is_granted then
                counts[place] := counts[place] + 1;
                versions[this_stream] := versions[this_stream] + 1;
                e_offset[event] := counts[place];
                e_version[event] := versions[this_stream];
                e_request[event] := this_request;
                lasts[this_request] := counts[place];
            else
                e_request[event] := null;
            end if;
        end loop;
        if array_position(outcomes, null) is not null then
            raise exception 'Every request needs an event.' using errcode = 'invalid_parameter_value';
        end if;

        exit when is_locked;
        -- In one order for everybody, so that nobody waits in a circle; and the last locks taken.
        perform pg_advisory_xact_lock(l.key)
        from (select distinct log.lock_key(j) as key from unnest(jurisdictions) j order by key offset 0) l;
        is_locked := true;
        -- Each jurisdiction's last position and the time to write, which never falls.
        select array_agg(coalesce(h.position, -1) order by j.nth),
            array_agg(greatest(clock_timestamp(), h.recorded_at) order by j.nth)
        into heads, times
        from unnest(jurisdictions) with ordinality j(name, nth)
        left join lateral (
            select e.position, e.recorded_at from log.event e
            where e.jurisdiction = j.name order by e.position desc limit 1) h on true;
        is_news := false;
        for place in 1..places loop
            continue when heads[place] = known[place];
            this_jurisdiction := jurisdictions[place];
            -- In order of position, or the planner, who knows nothing of these tables, may take an index without it.
            is_news := is_news or exists (
                select from (
                    select e.stream_id, e.command_id from log.event e
                    where e.jurisdiction = this_jurisdiction and e.position > known[place]
                    order by e.position limit heads[place] - known[place]) e
                where e.stream_id in (select unnest(s_id)) or e.command_id in (select unnest(r_command)));
        end loop;
        exit when not is_news;
    end loop;

    insert into log.event (
        jurisdiction, position, stream_kind, stream_id, stream_version, event_id, type, schema_version,
        occurred_at, occurred_on_date_only, recorded_at, actor, organization, command_id, correlation_id,
        causation_id, module, policy_version, payload, salt, digest)
    select jurisdictions[r_jurisdiction[e.request]], heads[r_jurisdiction[e.request]] + e.offset,
        kinds[s_kind[e.stream]], s_id[e.stream], e.version,
        e.id, e.type, e.schema_version, e.occurred_at, e.date_only, times[r_jurisdiction[e.request]],
        r_actor[e.request], r_organization[e.request], r_command[e.request], r_correlation[e.request],
        r_causation[e.request], r_module[e.request], r_policy_version[e.request], e.payload, e.salt, e.digest
    from unnest(e_request, e_offset, e_version, e_stream, e_id, e_type, e_schema_version, e_occurred_at, e_date_only,
        e_payload, e_salt, e_digest)
        e(request, "offset", version, stream, id, type, schema_version, occurred_at, date_only, payload, salt, digest)
    where e.request is not null;
    insert into log.command (jurisdiction, command_id, first_position, last_position, fingerprint)
    select jurisdictions[r.jurisdiction], r.command, heads[r.jurisdiction] + r.first, heads[r.jurisdiction] + r.last,
        r.fingerprint
    from unnest(r_jurisdiction, r_command, r_fingerprint, firsts, lasts, outcomes)
        r(jurisdiction, command, fingerprint, first, last, outcome)
    where r.outcome = 'done';

    return query
    select r.nth::integer, r.outcome, r.first + r.base, r.last + r.base, r.earlier, r.blocker,
        case when r.outcome = 'wrong_version' then versions[r.blocker] end
    from (
        select r.*, case when r.outcome = 'done' then heads[r.jurisdiction] else 0 end as base
        from unnest(r_jurisdiction, outcomes, firsts, lasts, earlier, blockers) with ordinality
            r(jurisdiction, outcome, first, last, earlier, blocker, nth)) r;
end
$$;
