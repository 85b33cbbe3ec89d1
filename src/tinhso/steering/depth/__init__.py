"""Tasks in depth: parts, needs, deliverables, papers, words, followers, patterns, hand-overs."""
