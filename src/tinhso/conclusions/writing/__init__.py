"""The papers of this room as content trees: minutes, result sheet, notice of conclusions."""
