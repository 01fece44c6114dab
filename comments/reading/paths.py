"""Conditions that no lookup of Django's makes in a way that both databases answer by index."""

from django.db.models import BooleanField, Func

# Enough for what leads to a comment; talk between two at the deepest level may be longer.
PATH_MAX = 300
# The ways from some comments up to the root, by parent and by whom they answer.
PATHS = """
    SELECT id FROM (
        WITH RECURSIVE path(id, tree_id, parent_id, reply_to_id) AS (
            SELECT id, tree_id, parent_id, reply_to_id FROM ({start}) AS start
            UNION
            SELECT above.id, above.tree_id, above.parent_id, above.reply_to_id
            FROM path JOIN comments_comment AS above
            ON above.id IN (path.parent_id, path.reply_to_id) AND above.tree_id = path.tree_id
        )
        SELECT id FROM path LIMIT {limit}
    ) AS way
"""


class OneOf(Func):
    """column IN (some SQL), which can stand beside OR without costing the index."""

    output_field = BooleanField()

    def __init__(self, column, sql, params):
        super().__init__(column)
        self.sql, self.params = sql, tuple(params)

    def as_sql(self, compiler, connection, condition="{} IN ({})"):
        column, params = compiler.compile(self.source_expressions[0])
        return condition.format(column, self.sql), [*params, *self.params]

    def as_postgresql(self, compiler, connection):
        # An array is made before the search; a subquery would be asked for each row of the table.
        return self.as_sql(compiler, connection, condition="{} = ANY(ARRAY({}))")


def among(column, query):
    """The column holds one of the values of a query."""
    return OneOf(column, *query.query.sql_with_params())


def on_ways_to(queries):
    """The comments of some queries, and all that leads to them."""
    sqls, params = [], []
    for query in queries:
        start, values = query.values(
            "id", "tree_id", "parent_id", "reply_to_id"
        ).query.sql_with_params()
        # No part of it comes from a request: Django compiled every query.
        sqls.append(PATHS.format(start=start, limit=PATH_MAX))
        params += values
    return OneOf("pk", " UNION ALL ".join(sqls), params)
