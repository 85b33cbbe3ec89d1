"""Double entry for the whole house (sổ cái): accounts, entries and legs in whole đồng."""
