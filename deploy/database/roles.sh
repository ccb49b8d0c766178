#!/bin/sh
# Run once, by the database's own superuser, when the volume is new.
# `owner` owns the tables and sees every row; `app_rw` is what the site logs in as.
set -eu
psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 \
    --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
    --set owner_password="$OWNER_PASSWORD" --set app_rw_password="$APP_RW_PASSWORD" <<'SQL'
SET log_statement = 'none';
CREATE ROLE owner LOGIN BYPASSRLS CREATEDB PASSWORD :'owner_password';
CREATE ROLE app_rw LOGIN NOBYPASSRLS PASSWORD :'app_rw_password';
SELECT format('ALTER DATABASE %I OWNER TO owner', current_database()) \gexec
GRANT USAGE ON SCHEMA public TO app_rw;
ALTER DEFAULT PRIVILEGES FOR ROLE owner
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO app_rw;
ALTER DEFAULT PRIVILEGES FOR ROLE owner
    GRANT USAGE, SELECT ON SEQUENCES TO app_rw;
SQL
