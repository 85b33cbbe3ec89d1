"""What consultation reckons, without Django: clauses, their anchors, differences, selections, states."""
