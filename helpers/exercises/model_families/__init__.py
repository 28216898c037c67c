"""Exercises of the part Model families."""
