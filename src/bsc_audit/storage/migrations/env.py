"""What Alembic runs to migrate: on the connection it is given, towards the metadata of the tables."""

from alembic import context

from bsc_audit.storage.migrating import OPTIONS
from bsc_audit.storage.tables.every import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA, **OPTIONS)
with context.begin_transaction():
    context.run_migrations()
