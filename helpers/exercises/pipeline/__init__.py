"""Exercises of the part Pipeline."""
