"""The embedded trial: PostgreSQL, web, worker and beat of one folder, started and stopped together."""
