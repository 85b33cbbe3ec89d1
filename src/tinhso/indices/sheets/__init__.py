"""An edition's tree as a spreadsheet: out filled, in with a word at every cell that cannot stand."""
