"""Every write of this room that a person or a command asks for; packs write through `loading`."""
