"""Exercises of the part Best practices."""
