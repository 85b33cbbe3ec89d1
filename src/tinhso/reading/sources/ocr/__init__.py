"""Recognition of pictures (nhận dạng chữ): cleaning, lines, letters. Needs the list requirements/ocr.lock."""
