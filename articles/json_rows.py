"""Related rows as a JSON list inside the row they belong to: one statement instead of four."""

from datetime import UTC, datetime

from django.db import models


class JsonRows(models.Subquery):
    """A subquery whose single JSON column becomes a list, in the subquery's order.

    The inner queryset must have the shape `.values(row=JSONObject(...))`. Gives [] for no rows.
    """

    output_field = models.JSONField()

    def as_sqlite(self, compiler, connection):
        template = "(SELECT json_group_array(json(_rows.row)) FROM (%(subquery)s) _rows)"
        return self.as_sql(compiler, connection, template=template)

    def as_postgresql(self, compiler, connection):
        template = "(SELECT coalesce(jsonb_agg(_rows.row), '[]'::jsonb) FROM (%(subquery)s) _rows)"
        return self.as_sql(compiler, connection, template=template)


def moment_in(text):
    """A time out of a JSON row: SQLite writes it without its zone, which is UTC."""
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=UTC)
