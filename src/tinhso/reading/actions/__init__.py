"""Verbs of the room: `taking.take_in`, `receiving.read_received`, `correcting.correct`, `deciding.accept`,
`accept_above`, `change`, `reject`, `undo`, `teaching.teach`.
"""
