"""What stands in the text, one file a kind; each recogniser looks from one token onward."""
