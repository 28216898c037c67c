"""Exercises of the part Foundations."""
