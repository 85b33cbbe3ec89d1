"""The language of templates: text with figures in braces, tables, charts, parts that agencies write. Pure."""
