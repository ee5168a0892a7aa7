#!/bin/sh
# Runs once, when the database's volume is empty: two roles, and a database that the first one owns.
# The application's role owns nothing, so that policies of row-level security will bind it.
set -eu
owner_password=$(cat /run/secrets/owner_password)
app_password=$(cat /run/secrets/app_password)
psql --no-psqlrc --set ON_ERROR_STOP=1 \
    --set owner_password="$owner_password" --set app_password="$app_password" \
    --username "$POSTGRES_USER" --dbname postgres <<'SQL'
CREATE ROLE honest_pilot_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE honest_pilot_app LOGIN PASSWORD :'app_password';
CREATE DATABASE honest_pilot OWNER honest_pilot_owner
    TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C';
REVOKE ALL ON DATABASE honest_pilot FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE honest_pilot TO honest_pilot_app;
SQL
