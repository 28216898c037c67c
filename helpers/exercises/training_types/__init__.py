"""Exercises of the part Training types."""
