"""The one error of the importers: what cannot be imported, by name, and what to do."""


class Refusal(Exception):
    """A model file that furui cannot reproduce, or does not understand; the text says which part and why."""
