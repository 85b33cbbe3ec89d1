"""What figures are of: names, synonyms and abbreviations against the words of a text."""
