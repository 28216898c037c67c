"""Exercises of the part In practice."""
