"""A template, a report being collected and the part one agency owes, for the tests of routes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tinhso.base import clock
from tinhso.reports.models import Contribution, PeriodicReport, Template, TemplateVersion

if TYPE_CHECKING:
    from tests.meta.world import World

BODY = "# I. KẾT QUẢ\nĐến {ky den}.\n@de-xuat don-vi-tre *\n@gop-y kho-khan don-vi=so-khcn: Khó khăn\n"


def lay(world: World) -> None:
    """The report asks the agency where everybody works."""
    template = Template.objects.create(
        code="bao-cao-thu", kind="quarter", name="Báo cáo thử", place=world.place, issuer=world.agency
    )
    form = {"symbol": "BC-SKHCN", "signing": ["GIÁM ĐỐC"], "issuer": "SỞ", "place": "Lạng Sơn"}
    version = TemplateVersion.objects.create(
        template=template, valid_from=date(2022, 1, 1), title="Kết quả {ky}", body=BODY, form=form
    )
    report = PeriodicReport.objects.create(
        template=template,
        version_used=version,
        issuer=world.agency,
        period="2026-Q3",
        period_start=date(2026, 6, 15),
        period_end=date(2026, 9, 14),
        as_of=date(2026, 9, 14),
        title=version.title,
        body=BODY,
        form=form,
        made_at=clock.now(),
    )
    world.rows |= {
        "report_template": template,
        "periodic": report,
        "periodic_part": Contribution.objects.create(report=report, slot="kho-khan", agency=world.agency),
    }
