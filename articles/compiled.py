"""Queries whose SQL is made once: for a page, making it takes longer than asking the database.

Wherever a value comes from the request stands a `Given`; the values are bound when it is asked.
"""

from copy import copy

from django.db import connections
from django.db.models import Expression


class Given(Expression):
    """A value that is known when the query is asked."""

    def __init__(self, name, output_field):
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler, connection):
        return "%s", [self]

    def value_among(self, given, connection):
        return self.output_field.get_db_prep_value(given[self.name], connection)


class Compiled:
    """A queryset with Givens. Called with their values it is a list."""

    def __init__(self, queryset):
        self.queryset, self.compilers = queryset, {}

    def __call__(self, **given):
        queryset = self.queryset.all()
        compiler, sql, params = self._compiled(queryset.db)
        bound = copy(compiler)
        bound.connection = connections[queryset.db]
        params = [
            each.value_among(given, bound.connection) if isinstance(each, Given) else each
            for each in params
        ]
        bound.as_sql = lambda *arguments, **options: (sql, params)
        queryset.query.get_compiler = lambda *arguments, **options: bound
        return list(queryset)

    def _compiled(self, alias):
        """The compiler after its work, the SQL, and the parameters with the Givens among them."""
        if alias not in self.compilers:
            compiler = self.queryset.query.clone().get_compiler(alias)
            self.compilers[alias] = compiler, *compiler.as_sql()
        return self.compilers[alias]
