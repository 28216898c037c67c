"""One module a lesson, named like it; the engine and the card judge and answer."""
