"""Pages of a draft: who sees what, in how many queries, and nothing typed is lost."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx import Document as Word

from tinhso.base import clock
from tinhso.consultation.actions import answering, opinions, public, rounds
from tinhso.consultation.models import Comment, Draft, DraftState, Invitee, Moderation, Note, Submission
from tinhso.consultation.queries import drafts
from tinhso.consultation.schemas import NewAnswer, NewNote, NewSubmission, Opinion
from tinhso.consultation.tests.conftest import DEADLINE, TEXT, Scene
from tinhso.documents.models import Document

pytestmark = pytest.mark.django_db
MOST_QUERIES = 16
CLIENTS = dict[str, Client]


def _page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[:3000]
    return answer.content.decode()


def _sent(client: Client, address: str, status: int = 302, **fields: object) -> str:
    answer = client.post(address, fields)
    assert answer.status_code == status, answer.content.decode()[:3000]
    return answer.headers.get("Location", "") or answer.content.decode()


def test_a_draft_from_the_first_form_to_the_register(scene: Scene, signed_in: CLIENTS) -> None:
    soan, canbo = signed_in["soan"], signed_in["canbo2"]
    assert "Lập dự thảo" in _page(soan, "/drafts/")
    _page(soan, "/drafts/new")
    where = _sent(soan, "/drafts/new", title="Kế hoạch năm 2027", kind="KH", agency="so-0", text=TEXT)
    page = _page(soan, where)
    assert "Điều 1" in page and "Lấy ý kiến" in page
    code = Draft.objects.get().code
    base = f"/drafts/{code}/"
    assert "Tất cả Sở, ban, ngành (5)" in _page(soan, base + "open")
    _sent(soan, base + "open", deadline="04/12/2026", kinds="department", public="1")
    assert "0/5" in _page(soan, base + "progress")
    clause = drafts.latest_round(Draft.objects.get()).version.clauses.get(order=2)  # type: ignore[union-attr]  # just opened
    page = _page(canbo, base)
    assert "Góp ý" in page and f'data-clause="{clause.pk}"' in page
    assert Invitee.objects.get(agency=scene.asked[1]).state == "viewed"
    quote = clause.text[:10]
    _sent(
        canbo,
        base + "opinion/notes",
        clause=clause.pk,
        quote=quote,
        start=0,
        text="Bỏ <script>alert(1)</script>",
    )
    page = _page(canbo, base + "opinion")
    assert "<script>alert(1)" not in page and "&lt;script&gt;alert(1)" in page
    _sent(canbo, base + "opinion/send", do="send", letter="12/SNV-VP")
    _sent(signed_in["canbo3"], base + "opinion/send", do="agree")
    page = _page(soan, base)
    assert "&lt;script&gt;" in page and f'<mark title="#1">{quote}</mark>' in page
    _page(soan, base + "answers")
    _sent(soan, base + "finish", 409, version=1, issuer="so-0", date="07/12/2026", suffix="KH-SKHCN")
    _sent(soan, base + "progress/do", do="close")
    page = _sent(soan, base + "finish", 409, version=1, issuer="so-0", date="07/12/2026", suffix="KH-SKHCN")
    assert "Ý kiến số 1 của Sở số 2 chưa được trả lời" in page and f"{base}answers#y-kien-1" in page
    page = _sent(soan, base + "answers/give", 422, comments=1, kind="rejected", text="")
    assert "phải kèm nội dung" in page
    _sent(soan, base + "answers/give", comments=1, kind="partly", text="Sửa câu chữ", clause=str(clause.pk))
    assert "Mọi ý kiến đã được trả lời" in _page(soan, base + "finish")
    _page(soan, base + "synthesis")
    _sent(
        soan,
        base + "finish",
        version=1,
        issuer="so-0",
        date="07/12/2026",
        suffix="KH-SKHCN",
        signer="Nguyễn Văn A",
    )
    document = Document.objects.get(notation__endswith="/KH-SKHCN")
    assert document.attachments.count() == 2
    page = _page(soan, base)
    assert document.notation in page and "Thể hiện ý kiến" in page
    assert Draft.objects.get().state == DraftState.FINALISED


def test_nobody_else_finds_the_draft(scene: Scene, signed_in: CLIENTS, client: Client) -> None:
    draft = scene.draft()
    of = scene.opened(draft, agencies=(scene.asked[0].code,))
    for tail in ("", "progress", "answers", "versions", "versions/1", "synthesis", "?format=json"):
        _page(signed_in["canbo2"], f"/drafts/{draft.code}/{tail}", 404)
        _page(signed_in["quantri"], f"/drafts/{draft.code}/{tail}", 404)
        assert client.get(f"/drafts/{draft.code}/{tail}").status_code in {302, 401}
        for reader in ("lanhdao", "kiemtra", "canbo1", "soan"):
            _page(signed_in[reader], f"/drafts/{draft.code}/{tail}")
    for tail in ("open", "edit", "finish", "moderation"):
        _page(signed_in["canbo1"], f"/drafts/{draft.code}/{tail}", 403)
    _page(client, f"/drafts/public/{draft.code}/", 404)
    assert of.invitees.count() == 1


def test_what_is_typed_after_the_end_is_kept_and_comes_back(scene: Scene, signed_in: CLIENTS) -> None:
    draft = scene.draft()
    scene.opened(draft)
    base, canbo = f"/drafts/{draft.code}/", signed_in["canbo2"]
    rounds.close(scene.who["soan"], draft.code)
    answer = canbo.post(base + "opinion/notes", {"text": "Gõ dở khi đóng"}, headers={"X-Autosave": "1"})
    assert answer.status_code == 200 and Note.objects.get().text == "Gõ dở khi đóng"
    page = _page(canbo, base + "opinion")
    assert "Gõ dở khi đóng" in page and "Gửi ý kiến muộn" in page
    page = _sent(canbo, base + "opinion/send", 409, do="send")
    assert "Xin cơ quan soạn thảo gia hạn" in page and "Gõ dở khi đóng" in page
    _sent(canbo, base + "opinion/send", do="wish", why="Đang họp, xin đến thứ Sáu")
    assert "xin gia hạn" in _page(signed_in["soan"], base + "progress")
    _sent(canbo, base + "opinion/send", do="late", why="Công tác xa")
    row = Invitee.objects.get(state="late")
    assert "Công tác xa" in _page(signed_in["soan"], base + "progress")
    _sent(signed_in["soan"], f"{base}progress/late/{row.pk}", admit="1", why="Cần thiết")
    assert Comment.objects.get().late


def test_a_refused_comment_stays_in_the_form(scene: Scene, signed_in: CLIENTS) -> None:
    draft = scene.draft()
    of = scene.opened(draft)
    clause = of.version.clauses.get(order=2)
    page = _sent(
        signed_in["canbo2"], f"/drafts/{draft.code}/opinion/notes", 422,
        clause=clause.pk, quote="không có trong đoạn", text="Câu dài tôi vừa gõ",
    )  # fmt: skip
    assert "Câu dài tôi vừa gõ" in page and "không có đoạn chữ được trích" in page
    page = _sent(signed_in["canbo2"], f"/drafts/{draft.code}/opinion/notes", 422, text="Tài liệu TUYỆT MẬT")
    assert "độ mật" in page and not Note.objects.exists()


def test_versions_are_compared_on_the_page_and_in_files(scene: Scene, signed_in: CLIENTS) -> None:
    draft, soan = scene.draft(), signed_in["soan"]
    changed = TEXT.replace("50% số dịch vụ", "60% số dịch vụ").replace(
        "Các sở, ngành", "Các sở, ngành, xã, phường"
    )
    where = _sent(soan, f"/drafts/{draft.code}/versions", text=changed, note="Theo góp ý")
    page = _page(soan, where)
    assert "theo số hiệu" in page
    page = _page(soan, f"/drafts/{draft.code}/compare")
    assert "<del>50</del>" in page and "<ins>60</ins>" in page
    csv = b"".join(soan.get(f"/drafts/{draft.code}/compare?format=csv").streaming_content).decode()  # type: ignore[attr-defined]  # a streamed file
    assert csv.count("giữ nguyên") == 5 and csv.count(",sửa,") == 2
    assert soan.get(f"/drafts/{draft.code}/compare?format=json").json()["total"] == 7
    assert soan.get(f"/drafts/{draft.code}/compare?format=xlsx").status_code == 200


def test_clauses_are_arranged_before_a_round_and_not_after(scene: Scene, signed_in: CLIENTS) -> None:
    draft, soan = (
        scene.draft(text="Đoạn một nói về mục tiêu.\nĐoạn hai. Phần sau của đoạn hai."),
        signed_in["soan"],
    )
    base = f"/drafts/{draft.code}/versions/1"
    assert "không có điều, khoản đánh số" in _page(soan, base)
    _sent(soan, base + "/arrange", how="split", order=2, words="Phần sau")
    _sent(soan, base + "/arrange", how="renumber", order=1)
    rows = drafts.clauses(drafts.version(draft, 1))
    assert [(row.label, row.text[:8]) for row in rows] == [
        ("1", "Đoạn một"),
        ("2", "Đoạn hai"),
        ("3", "Phần sau"),
    ]
    _sent(soan, base + "/arrange", how="merge", order=2)
    assert "Đoạn hai." in drafts.clauses(drafts.version(draft, 1))[0].text
    assert "Không tìm thấy chỗ tách" in _sent(soan, base + "/arrange", 422, how="split", order=1, words="zzz")
    scene.opened(draft)
    assert "giữ nguyên" in _sent(soan, base + "/arrange", 409, how="renumber", order=1)


def test_a_match_is_mended_by_hand(scene: Scene, signed_in: CLIENTS) -> None:
    draft, soan = scene.draft(), signed_in["soan"]
    _sent(
        soan,
        f"/drafts/{draft.code}/versions",
        text=TEXT.replace("Các sở, ngành báo cáo hằng quý", "Câu hoàn toàn khác trước"),
    )
    old = drafts.clauses(drafts.version(draft, 1))
    new = drafts.clauses(drafts.version(draft, 2))
    _sent(soan, f"/drafts/{draft.code}/versions/2/connect", clause=str(new[1].pk), old=str(old[2].pk))
    rows = drafts.clauses(drafts.version(draft, 2))
    assert rows[1].anchor == old[2].anchor and rows[1].matched == "hand" and rows[2].matched == "new"
    assert len({row.anchor for row in rows}) == len(rows)


def _docx(*lines: str) -> bytes:
    word = Word()
    for line in lines:
        word.add_paragraph(line)
    kept = io.BytesIO()
    word.save(kept)
    return kept.getvalue()


DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def test_a_docx_is_read_into_clauses_and_one_without_numbers_offers_paragraphs(
    scene: Scene, signed_in: CLIENTS, tmp_path: object, settings: object
) -> None:
    settings.FILES = tmp_path  # type: ignore[attr-defined]  # pytest-django's settings
    draft, soan = scene.draft(text=""), signed_in["soan"]
    file = SimpleUploadedFile("du-thao.docx", _docx(*TEXT.splitlines()), content_type=DOCX)
    _sent(soan, f"/drafts/{draft.code}/versions", file=file)
    version = drafts.version(draft, 1)
    assert version.numbered and [row.label for row in drafts.clauses(version)][:3] == ["Điều 1", "1", "2"]
    file = SimpleUploadedFile("du-thao.docx", _docx("Câu thứ nhất.", "Câu thứ hai."), content_type=DOCX)
    _sent(soan, f"/drafts/{draft.code}/versions", file=file)
    assert not drafts.version(draft, 2).numbered
    assert soan.get(f"/drafts/{draft.code}/files/{version.file_id}").status_code == 200
    assert signed_in["canbo2"].get(f"/drafts/{draft.code}/files/{version.file_id}").status_code == 404


@pytest.mark.parametrize("name", ["bom.docx", "tho.docx", "TUYET-MAT_ke-hoach.docx"])
def test_a_hostile_file_is_refused_and_nothing_is_kept(
    scene: Scene, signed_in: CLIENTS, tmp_path: object, settings: object, name: str
) -> None:
    settings.FILES = tmp_path  # type: ignore[attr-defined]  # pytest-django's settings
    content = _docx("Một", "Hai")
    if name == "bom.docx":
        kept = io.BytesIO()
        with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("[Content_Types].xml", "<Types/>")
            archive.writestr("word/document.xml", b"\0" * (300 << 20))
        content = kept.getvalue()
    elif name == "tho.docx":
        content = b"PK\x03\x04 nothing of the kind"
    draft = scene.draft(text="")
    file = SimpleUploadedFile(name, content, content_type=DOCX)
    page = _sent(signed_in["soan"], f"/drafts/{draft.code}/versions", 422, file=file, note="Ghi chú còn đây")
    assert "Ghi chú còn đây" in page
    assert not draft.versions.exists()


def _public(scene: Scene) -> Draft:
    draft = scene.draft()
    scene.opened(draft, public=True)
    return draft


def test_the_public_comments_without_signing_in_and_is_read_before_it_is_shown(
    scene: Scene, signed_in: CLIENTS, client: Client
) -> None:
    draft, soan = _public(scene), signed_in["soan"]
    address = f"/drafts/public/{draft.code}/"
    assert draft.title in _page(client, "/drafts/public/")
    _page(client, address)
    _sent(client, address, text="Nên <b>có</b> bản tiếng Tày", name="Lò Văn A", contact="0912345678")
    row = Submission.objects.get()
    assert "tiếng Tày" not in _page(client, address)
    page = _page(soan, f"/drafts/{draft.code}/moderation")
    assert "…678" in page and "0912345678" not in page and "Lò Văn A" not in page
    page = _sent(soan, f"/drafts/{draft.code}/moderation/{row.pk}", 200, do="contact")
    assert "0912345678" in page
    _sent(soan, f"/drafts/{draft.code}/moderation/{row.pk}", do="show")
    page = _page(client, address)
    assert "Nên &lt;b&gt;có&lt;/b&gt; bản tiếng Tày" in page and "Lò Văn A" not in page
    assert Comment.objects.get().source == "Người dân, doanh nghiệp"


def test_traps_sizes_and_paces_of_the_public_page(scene: Scene, client: Client, settings: object) -> None:
    cache.clear()
    settings.PACES = {"opinions": 4}  # type: ignore[attr-defined]  # pytest-django's settings
    draft = _public(scene)
    address = f"/drafts/public/{draft.code}/"
    from_elsewhere = {"REMOTE_ADDR": "10.1.2.3"}
    page = client.post(address, {"text": "Câu thật", "website": "http://x"}, **from_elsewhere)  # type: ignore[arg-type]  # a header of the server
    assert page.status_code == 422 and "Câu thật" in page.content.decode()
    assert client.post(address, {"text": "x" * 5001}, **from_elsewhere).status_code == 422  # type: ignore[arg-type]  # as above
    assert client.post(address, {"text": ""}, **from_elsewhere).status_code == 422  # type: ignore[arg-type]  # as above
    assert client.post(address, {"text": "Được"}, **from_elsewhere).status_code == 302  # type: ignore[arg-type]  # as above
    assert client.post(address, {"text": "Nhanh quá"}, **from_elsewhere).status_code == 429  # type: ignore[arg-type]  # as above
    with clock.standing_at(DEADLINE.replace(day=7)):
        late = client.post(address, {"text": "Sau hạn"}, REMOTE_ADDR="10.1.2.4")
        assert late.status_code == 409 and "Sau hạn" in late.content.decode()
    assert Submission.objects.count() == 1


def test_what_the_public_sent_blocks_the_end_and_is_forgotten_in_time(scene: Scene) -> None:
    draft = _public(scene)
    public.submit(draft.code, NewSubmission(text="Một", name="A", contact="a@b.vn"))
    public.submit(draft.code, NewSubmission(text="Hai"))
    rounds.close(scene.who["soan"], draft.code)
    assert drafts.by_code(draft.code).state == "closed"
    first, second = Submission.objects.order_by("received_at", "pk")
    public.moderate(scene.who["soan"], first.pk, shown=True)
    public.moderate(scene.who["soan"], second.pk, shown=False, why="Không liên quan")
    answering.answer(scene.who["soan"], draft.code, NewAnswer(comments=(1,), kind="accepted"))
    assert drafts.by_code(draft.code).state == "answered"
    assert public.forget_contacts() == 0
    with clock.standing_at(DEADLINE.replace(year=2027)):
        assert public.forget_contacts() == 1
    first.refresh_from_db()
    assert (first.name, first.contact, first.state) == ("", "", Moderation.SHOWN)


def test_queries_do_not_grow_with_comments(scene: Scene, signed_in: CLIENTS) -> None:
    draft = scene.draft()
    of = scene.opened(draft)

    def cost(tail: str) -> int:
        signed_in["soan"].get(f"/drafts/{draft.code}/{tail}")
        with CaptureQueriesContext(connection) as seen:
            _page(signed_in["soan"], f"/drafts/{draft.code}/{tail}")
        return len(seen)

    scene.says(of, 1, "Một")
    tails = ("", "answers", "progress", "synthesis", "versions")
    before = {tail: cost(tail) for tail in tails}
    for number in range(2, 6):
        scene.says(of, number, *(f"Ý kiến {each}" for each in range(5)), clause=number)
    answering.answer(scene.who["soan"], draft.code, NewAnswer(comments=(2, 3, 4), kind="accepted"))
    after = {tail: cost(tail) for tail in tails}
    assert before == after
    assert max(after.values()) <= MOST_QUERIES, after


def test_work_waiting_is_listed_until_it_is_done(scene: Scene, signed_in: CLIENTS) -> None:
    draft = scene.draft()
    of = scene.opened(draft)
    assert draft.title in _page(signed_in["canbo2"], "/my-work/")
    assert draft.title in _page(signed_in["canbo2"], "/drafts/?which=asked")
    row = scene.invitee(of, 2)
    opinions.write(scene.who["canbo2"], row, NewNote(text="Xong"))
    opinions.send(scene.who["canbo2"], row, Opinion())
    assert draft.title not in _page(signed_in["canbo2"], "/my-work/")
