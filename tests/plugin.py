"""Loaded before Django: gives the suite its database."""
