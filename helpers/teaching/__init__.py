"""For those who teach: what is made of the lessons, and judged by their exercises."""
