"""Types of columns in revisions: what `storage.types` amounts to on each database."""

import sqlalchemy as sa

MOMENT = sa.Text().with_variant(sa.DateTime(timezone=True), "postgresql")
DAY = sa.Text().with_variant(sa.Date(), "postgresql")
SIZE = sa.Integer().with_variant(sa.BigInteger(), "postgresql")
