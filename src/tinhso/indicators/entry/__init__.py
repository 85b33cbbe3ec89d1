"""The entry grid: typing, drafts, queue, workbook, sending."""
