"""The number book (sổ đăng ký số): which number is next, which are taken, what stands behind the number."""

from __future__ import annotations

import re
from typing import Final

from django.db.models import Func, IntegerField, Max, TextField, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from tinhso.base.errors import Conflict, Invalid
from tinhso.documents import queries
from tinhso.documents.models import Document, DocumentType, IssuedNumber, NumberBook, NumberSuffix
from tinhso.documents.notation import Notation, NotationError, parse_notation
from tinhso.documents.querysets import DocumentQuerySet
from tinhso.people.models import Agency

HIGHEST: Final = 99_999
_DIGITS: Final = re.compile(r"\d{1,5}")
_BEHIND_A_NAME: Final = re.compile(r"\(.*?\)|\s(tỉnh|thành phố)\b.*")


def assembled(number: int, suffix: str) -> Notation:
    """Number and suffix as a notation: `247` and `KH-UBND`; `49` and the Party's `NQ/TU`.

    Raises Invalid beside `suffix`.
    """
    bare = suffix.strip().lstrip("/-").strip()
    mark = "-" if "/" in bare else "/"
    try:
        return parse_notation(f"{number}{mark}{bare}")
    except NotationError as error:
        raise Invalid(_(error.message) % error.params, field="suffix") from error


def suffix_for(issuer: Agency, kind: DocumentType) -> str:
    """What stands behind the numbers of this issuer and type: as declared, else as its last document has it.

    Empty when nobody knows.
    """
    declared = NumberSuffix.objects.filter(issuer=issuer, type=kind).first()
    if declared:
        return declared.suffix
    last = queries.documents().filter(issuer=issuer, type=kind).exclude(notation="").newest_first().first()
    return _suffix_of(last.notation) if last else ""


def letters_of(issuer: Agency) -> str:
    """An issuer's letters in a notation: `SKHCN` of “Sở KH&CN”, `STTTT`; of any people's committee `UBND`."""
    name = issuer.short_name or issuer.name
    if re.match(r"(ủy|uỷ) ban nhân dân|ubnd", name, re.IGNORECASE):
        return "UBND"
    words = re.findall(r"[^\W\d_]+", _BEHIND_A_NAME.sub("", name))
    return "".join(word if word.isupper() else word[:1].upper() for word in words if word != "và")


def _suffix_of(notation: str) -> str:
    return notation.lstrip("0123456789").lstrip("/-")


def in_year(issuer: Agency, kind: DocumentType, year: int) -> DocumentQuerySet:
    """The registered documents of one book, whoever numbered them."""
    found = queries.documents().filter(issuer=issuer, type=kind, date__year=year)
    return found.exclude(notation="")


HIGHEST_OF_NOTATIONS: Final = Max(
    Cast(
        Func("notation", Value(r"^\d{1,5}"), function="substring", output_field=TextField()),
        IntegerField(),
    )
)
"""The highest number among notations."""


def highest(issuer: Agency, kind: DocumentType, year: int) -> int:
    """The highest number given so far; 0 in a new year."""
    registered = in_year(issuer, kind, year).aggregate(most=HIGHEST_OF_NOTATIONS)["most"]
    given = IssuedNumber.objects.filter(book__issuer=issuer, book__type=kind, book__year=year)
    return max(registered or 0, given.aggregate(most=Max("number"))["most"] or 0)


def propose(issuer: Agency, kind: DocumentType | str, year: int) -> int:
    """The next number of the book; the first of a year is 1. Nothing is kept back for whoever asks."""
    return highest(issuer, DocumentType(kind), year) + 1


def taken(issuer: Agency, kind: DocumentType, year: int) -> frozenset[int]:
    """All numbers of a book that a document has."""
    notations = in_year(issuer, kind, year).values_list("notation", flat=True)
    read = (_DIGITS.match(notation) for notation in notations)
    given = IssuedNumber.objects.filter(book__issuer=issuer, book__type=kind, book__year=year)
    return frozenset(int(found[0]) for found in read if found) | frozenset(
        given.values_list("number", flat=True)
    )


def gaps(numbers: frozenset[int], most: int = 50) -> list[int]:
    """Numbers left out below the highest, at most so many."""
    return [number for number in range(1, max(numbers, default=0)) if number not in numbers][:most]


def holder(issuer: Agency, kind: DocumentType, year: int, number: int) -> Document | None:
    """The document that has this number, if one has."""
    given = IssuedNumber.objects.filter(
        book__issuer=issuer, book__type=kind, book__year=year, number=number
    ).select_related("document")
    entry = given.first()
    if entry:
        return entry.document
    return in_year(issuer, kind, year).filter(notation__regex=rf"^0*{int(number)}(\D|$)").first()


def locked_book(issuer: Agency, kind: DocumentType, year: int, *, illustrative: bool = True) -> NumberBook:
    """The book, made when it is the first of its year, locked until the transaction ends.

    It goes with the demo until its first real number is given (`illustrative=False`, as `issue_within` says).
    """
    told = {"illustrative": illustrative}
    made, _new = NumberBook.objects.get_or_create(issuer=issuer, type=kind, year=year, defaults=told)
    book = NumberBook.objects.select_for_update().get(pk=made.pk)
    if book.illustrative and not illustrative:  # a real number stands in it now
        book.illustrative = False
        book.save(update_fields=["illustrative"])
    return book


def settled_number(book: NumberBook, wanted: int | None) -> int:
    """The number wanted, or the next one. Raises Invalid, and Conflict that names who has it."""
    kind = DocumentType(book.type)
    following = propose(book.issuer, kind, book.year)
    if wanted is None:
        return following
    if not 1 <= wanted <= HIGHEST:
        raise Invalid(_("Số văn bản từ 1 đến %(most)d.") % {"most": HIGHEST}, field="number")
    taken = holder(book.issuer, kind, book.year, wanted)
    if taken:
        raise Conflict(
            _("Số %(number)d năm %(year)d đã cấp cho %(document)s (%(title)s). Số tiếp theo là %(next)d.")
            % {
                "number": wanted,
                "year": book.year,
                "document": taken.cited,
                "title": taken.title,
                "next": following,
            },
            field="number",
            hint=taken.get_absolute_url(),
        )
    return wanted
