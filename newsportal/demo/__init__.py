"""The invented newsroom that `manage.py load_demo` fills an empty database with."""
