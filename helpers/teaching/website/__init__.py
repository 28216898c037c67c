"""The course as web pages with answers, for reading without Python: `course.py site`.

`lessons.py` makes a page of a lesson, `conf.py` holds Sphinx's settings, `__main__.py`
puts the pages together and builds them. Nothing that the pages need comes from
elsewhere: formulas are MathML, and no page asks another host for anything.
"""
