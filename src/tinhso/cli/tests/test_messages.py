"""Catalogues are read and compiled as GNU's own tools would."""

from __future__ import annotations

import gettext
import json
import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tinhso.cli import messages

CATALOGUE = r"""
# English
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

#: a.py:1
msgid "Kế hoạch"
msgstr "Plan"

msgid "Chỉ tiêu \"%(code)s\""
msgstr ""
"Target "
"\"%(code)s\"\n"

msgctxt "month"
msgid "May"
msgstr "Fifth"

msgid "%(n)d ngày"
msgid_plural "%(n)d ngày "
msgstr[0] "%(n)d day"
msgstr[1] "%(n)d days"

#, fuzzy, python-format
msgid "Đoán"
msgstr "Guess"

msgid "Thiếu"
msgstr ""

#~ msgid "Cũ"
#~ msgstr "Old"
"""


def compiled(text: str, folder: Path) -> gettext.GNUTranslations:
    path = folder / "django.po"
    path.write_text(text, encoding="utf-8")
    with messages.compile_file(path, folder / "out" / "django.mo").open("rb") as file:
        return gettext.GNUTranslations(file)


def test_compiled_catalogue_translates(tmp_path: Path) -> None:
    found = compiled(CATALOGUE, tmp_path)
    assert found.gettext("Kế hoạch") == "Plan"
    assert found.gettext('Chỉ tiêu "%(code)s"') == 'Target "%(code)s"\n'
    assert found.pgettext("month", "May") == "Fifth"
    assert found.ngettext("%(n)d ngày", "%(n)d ngày ", 1) == "%(n)d day"
    assert found.ngettext("%(n)d ngày", "%(n)d ngày ", 2) == "%(n)d days"


def test_what_nobody_confirmed_is_not_used_and_is_named(tmp_path: Path) -> None:
    found = compiled(CATALOGUE, tmp_path)
    assert found.gettext("Đoán") == "Đoán"
    assert found.gettext("Cũ") == "Cũ"
    assert [message.id for message in messages.missing(tmp_path / "django.po")] == ["Đoán", "Thiếu"]


TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)


@given(st.dictionaries(TEXT, TEXT, max_size=8))
def test_every_text_survives(pairs: dict[str, str]) -> None:
    quoted = {
        json.dumps(key, ensure_ascii=False): json.dumps(value, ensure_ascii=False)
        for key, value in pairs.items()
    }
    body = "".join(f"msgid {key}\nmsgstr {value}\n\n" for key, value in quoted.items())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "django.po"
        path.write_text(body, encoding="utf-8")
        assert {m.id: m.texts[0] for m in messages.read(path)} == pairs
