-- The two roles that everything else is granted to.
--
-- throughline_owner owns schemas, tables and functions and never logs in; throughline_app is what the server
-- runs as (its connections start with role=throughline_app) and can only do what later migrations grant it.
-- Roles belong to the cluster, so another database may have made them already, even at this very moment.

do $$
declare
    wanted text;
begin
    foreach wanted in array array['throughline_owner', 'throughline_app'] loop
        begin
            if not exists (select from pg_catalog.pg_roles where rolname = wanted) then
                execute format('create role %I nologin', wanted);
            end if;
        exception when duplicate_object or unique_violation then
            null;
        end;
        -- A superuser is a member of every role already.
        if not pg_catalog.pg_has_role(session_user, wanted, 'member') then
            execute format('grant %I to %I', wanted, session_user);
        end if;
    end loop;
    execute format('revoke create, temporary on database %I from public', current_database());
    execute format('grant create on database %I to throughline_owner', current_database());
    execute format('grant connect on database %I to throughline_app', current_database());
end
$$;

grant usage on schema throughline to throughline_owner, throughline_app;
grant select on throughline.migration to throughline_owner, throughline_app;
