"""What stands beside a field that names something else: a new one can be made, no more."""


class PlainRelationsMixin:
    """A form about one thing is no place to change or delete the others it names."""

    linked = ()  # fields with a way to what they name

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and hasattr(field.widget, "can_delete_related"):
            field.widget.can_delete_related = field.widget.can_view_related = False
            field.widget.can_change_related &= db_field.name in self.linked
        return field
