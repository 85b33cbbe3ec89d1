"""Pages of rounds: the list, the board, one component, what waits for somebody, the standing office's."""
