"""Whatever people do in whatever order: no comment disappears, nothing is issued with one unanswered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tinhso.base.errors import Refusal
from tinhso.consultation.actions import answering, drafting, finishing, late, opinions, public, rounds
from tinhso.consultation.models import Answer, Comment, Draft, DraftState, Note, NoteState, Submission
from tinhso.consultation.schemas import Finish, NewAnswer, NewNote, NewSubmission, Opinion
from tinhso.consultation.tests.conftest import TEXT, Scene

pytestmark = pytest.mark.django_db(transaction=False)
FINISH = Finish(version=1, issuer="so-0", date=date(2026, 12, 7), suffix="KH-SKHCN")


def _steps(scene: Scene, draft: Draft) -> dict[str, Callable[[int], object]]:
    """What can be tried, by name; `number` picks an agency or a comment."""
    code, by = draft.code, scene.who["soan"]

    def row(number: int) -> object:
        of = draft.rounds.order_by("-number").first()
        assert of is not None
        return scene.invitee(of, number)

    def sender(number: int) -> object:
        return scene.who["thutruong1" if number == 1 else f"canbo{number}"]

    return {
        "open": lambda _number: scene.opened(draft, public=True),
        "close": lambda _number: rounds.close(by, code),
        "extend": lambda _number: rounds.extend(by, code, date(2026, 12, 8), "Theo đề nghị"),
        "write": lambda number: opinions.write(scene.who[f"canbo{number}"], row(number), NewNote(text="Ý")),  # type: ignore[arg-type]  # rows of the scene
        "drop": lambda _number: opinions.take_back(scene.who["canbo2"], Note.objects.order_by("pk")[0].pk),
        "send": lambda number: opinions.send(sender(number), row(number), Opinion()),  # type: ignore[arg-type]  # as above
        "agree": lambda number: opinions.send(sender(number), row(number), Opinion(agrees=True)),  # type: ignore[arg-type]  # as above
        "late": lambda number: late.send_late(sender(number), row(number), Opinion(), "Bận"),  # type: ignore[arg-type]  # as above
        "admit": lambda number: late.decide_late(by, row(number).pk, admitted=True, why="Cần"),  # type: ignore[attr-defined]  # as above
        "decline": lambda number: late.decide_late(by, row(number).pk, admitted=False, why="Muộn"),  # type: ignore[attr-defined]  # as above
        "submit": lambda _number: public.submit(code, NewSubmission(text="Dân")),
        "show": lambda _number: public.moderate(by, Submission.objects.order_by("pk")[0].pk, shown=True),
        "answer": lambda number: answering.answer(
            by, code, NewAnswer(comments=(number,), kind="explained", text="Vì")
        ),
        "version": lambda _number: drafting.add_version(by, code, text=TEXT),
        "finalise": lambda _number: finishing.finalise(by, code, FINISH),
        "withdraw": lambda number: drafting.withdraw(by, code, "Thôi") if number == 5 else None,
    }


STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            (
                *("open", "write", "write", "send", "send", "agree", "close", "answer", "answer", "answer"),
                *("finalise", "late", "admit", "decline", "submit", "show", "extend", "version", "drop"),
                "withdraw",
            )
        ),
        st.integers(1, 5),
    ),
    min_size=5,
    max_size=25,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tried=STEPS)
def test_no_comment_disappears_and_nothing_is_issued_unanswered(
    scene: Scene, tried: list[tuple[str, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    draft = scene.draft(title=f"Kế hoạch {Draft.objects.count()}")
    steps = _steps(scene, draft)
    steps["open"](1)
    said: dict[int, str] = {}
    written = 0
    for name, number in tried:
        before = Note.objects.filter(invitee__round__draft=draft).count()
        try:
            steps[name](number)
        except Refusal:
            assert Note.objects.filter(invitee__round__draft=draft).count() == before
        except IndexError:
            pass  # nothing to drop or to show yet
        written = max(written, before)
        now = dict(Comment.objects.filter(draft=draft).values_list("number", "text"))
        assert said.items() <= now.items()
        said = now
        draft.refresh_from_db()
        if draft.state in {DraftState.ANSWERED, DraftState.FINALISED}:
            answered = set(
                Answer.objects.filter(comment__draft=draft).values_list("comment__number", flat=True)
            )
            assert answered == set(said)
            assert not Note.objects.filter(invitee__round__draft=draft, state=NoteState.LATE).exists()
    assert Note.objects.filter(invitee__round__draft=draft).count() >= written
    sent = Note.objects.filter(invitee__round__draft=draft, state=NoteState.SENT).count()
    assert sent == Comment.objects.filter(draft=draft, note__isnull=False).count()
    assert (draft.state == DraftState.FINALISED) == (draft.document_id is not None)
