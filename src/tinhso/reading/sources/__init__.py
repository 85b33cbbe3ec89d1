"""What readings are read from (nguồn văn bản): files and pasted text as plain text, or a refusal in words."""

from tinhso.reading.sources.extraction import extract, read_text
from tinhso.reading.sources.model import Extracted, Progress

__all__ = ["Extracted", "Progress", "extract", "read_text"]
