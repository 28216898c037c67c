"""Exercises of the part Challenges."""
