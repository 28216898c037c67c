"""For those who teach: what is made from the lessons and their exercises."""
