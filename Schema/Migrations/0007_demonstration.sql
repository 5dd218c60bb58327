-- Invented history for demonstrations. A demonstration shows two years of work, so its events need recorded times in
-- the past; a real log must never have that. The function below therefore writes only to jurisdictions under the
-- user-assigned state code "zz" (ISO 3166 keeps it free for such use), and only while their log is empty.

set local role throughline_owner;

create function log.append_invented(
    wanted text, e_position bigint[], e_kind text[], e_stream uuid[], e_stream_version bigint[], e_id uuid[],
    e_type text[], e_schema_version smallint[], e_occurred_at timestamptz[], e_date_only boolean[],
    e_recorded_at timestamptz[], e_actor uuid[], e_organization uuid[], e_command uuid[], e_payload json[],
    e_salt bytea[], e_digest bytea[]
) returns bigint
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    head bigint;
begin
    if wanted !~ '^us-zz-' then
        raise exception 'Only invented jurisdictions (us-zz-…) may have an invented history.'
            using errcode = 'insufficient_privilege';
    end if;
    perform pg_advisory_xact_lock(log.lock_key(wanted));
    select e.position into head from log.event e where e.jurisdiction = wanted order by e.position desc limit 1;
    if coalesce(head, -1) <> e_position[1] - 1 then
        raise exception 'The log of % is not where the invented history begins.', wanted
            using errcode = 'object_not_in_prerequisite_state';
    end if;
    insert into log.event (
        jurisdiction, position, stream_kind, stream_id, stream_version, event_id, type, schema_version, occurred_at,
        occurred_on_date_only, recorded_at, actor, organization, command_id, correlation_id, payload, salt, digest)
    select wanted, e.position, e.kind, e.stream, e.version, e.id, e.type, e.schema_version, e.occurred_at, e.date_only,
        least(e.recorded_at, clock_timestamp()), e.actor, e.organization, e.command, e.command, e.payload, e.salt,
        e.digest
    from unnest(e_position, e_kind, e_stream, e_stream_version, e_id, e_type, e_schema_version, e_occurred_at,
        e_date_only, e_recorded_at, e_actor, e_organization, e_command, e_payload, e_salt, e_digest)
        e(position, kind, stream, version, id, type, schema_version, occurred_at, date_only, recorded_at, actor,
            organization, command, payload, salt, digest);
    insert into log.command (jurisdiction, command_id, first_position, last_position, fingerprint)
    select wanted, e.command, min(e.position), max(e.position), ''::bytea
    from unnest(e_command, e_position) e(command, position) group by e.command;
    return e_position[cardinality(e_position)];
end
$$;

revoke all on function log.append_invented from public;
grant execute on function log.append_invented to throughline_app;
