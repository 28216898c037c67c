"""What course.py does: set-up, copies, commands. Standard library only, and so quick.

It works before there is an environment; nothing here may import a package of .venv.
"""
