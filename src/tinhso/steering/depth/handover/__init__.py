"""Bulk hand-over of an agency's open work: what there is, who takes what, doing it, undoing it."""
