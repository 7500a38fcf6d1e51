"""One history of the schema for SQLite and PostgreSQL; `bsc_audit.storage.migrating` runs it."""
