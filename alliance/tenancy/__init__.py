"""Many alliances in one database, kept apart by PostgreSQL rather than by care.

`context` says which alliance the work in hand belongs to; `backend` puts it in every statement;
`models` and `constraints` give each table its policy and its keys; `prefix` reads the alliance from
the address; `checks` refuses a database role that could look past the policy.
"""
