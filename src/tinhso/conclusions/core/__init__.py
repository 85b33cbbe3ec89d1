"""The arithmetic of ballots, the life of conclusions, terms in words: no database, no pages."""
