"""The pictures of the guide, taken from a running demo: `.venv/bin/python tools/pictures.py [NAME…]`.

Starts a demo of its own (`./run demo` on a free loopback port, data in a temporary folder that is removed
afterwards), drives the distribution's Chromium through the journeys the guide describes, and writes
`docs/pictures/NAME.png`, 1366 pixels wide and at most 900 high. Every picture is taken again unless names are
given; the journeys always run whole, because later pictures show what earlier steps did. Days and moments in
the pictures are those of the day they are taken.

Needs what `./run test` installs (Playwright, and a Chromium; `TINHSO_CHROMIUM` names another than
/usr/bin/chromium). `docs/pictures/leaders.png` is the one the README files open with.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import openpyxl
from darkroom import squeezed
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
CHROMIUM = os.environ.get("TINHSO_CHROMIUM", "/usr/bin/chromium")
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars"]
WIDTH, HEIGHT, MOST = 1366, 768, 900
OWN = {"DATABASE_URL", "TINHSO_DATA", "TINHSO_DEMO", "DJANGO_SETTINGS_MODULE"}

LEADER, OFFICE, OFFICER = "Nguyễn Văn Mẫu", "Trần Thị Ví Dụ", "Phạm Thị Thử Nghiệm"
WARD, AUDITOR, ADMINISTRATOR = "Nông Văn Ví Dụ", "Lý Văn Kiểm Thử", "Đặng Thị Thí Nghiệm"
TARGET, PLAN, TASK = "/targets/langson-246-05", "/plans/246-kh-ubnd", "/tasks/minh-hoa-nv-03"
GRID = ("minh-hoa-ho-so-truc-tuyen", "minh-hoa-can-bo-tap-huan")
QUESTION, MAP = "minh-hoa-xa-chua-phu-kin-4g", "minh-hoa-ban-do-4g"
BOARD, WATCHED = "minh-hoa-ha-tang-so", "minh-hoa-ky-nang-so"
BOUNDARIES = "/indicators/thon-phu-song/?boundaries=30/06/2025"


@contextmanager
def demo() -> Iterator[str]:
    """A demo with a data folder of its own; the address it serves on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    with tempfile.TemporaryDirectory(prefix="tinhso-pictures-") as folder:
        process = subprocess.Popen(
            ["./run", "demo", "--data", f"{folder}/data", "--port", str(port)],
            cwd=ROOT, env={name: value for name, value in os.environ.items() if name not in OWN},
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, start_new_session=True,
        )  # fmt: skip
        try:
            line = process.stdout.readline() if process.stdout else ""
            found = re.search(r"http://127\.0\.0\.1:\d+", line)
            if found is None:
                raise SystemExit("The demo did not start; `./run demo` says why.")
            yield found[0]
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(30)


@dataclass(frozen=True)
class Camera:
    """A browser page, an empty one to work on pictures, and which are wanted (all when none is named)."""

    page: Page
    darkroom: Page
    wanted: frozenset[str]

    def sign_in(self, name: str) -> None:
        """One click on the demo's sign-in page."""
        self.page.context.clear_cookies()
        self.page.goto("/sign-in/")
        self.page.get_by_role("button", name=name).click()
        self.page.wait_for_url(re.compile("^(?!.*sign-in).*$"))

    def fill(self, **values: str) -> None:
        """Type into fields by name."""
        for name, value in values.items():
            self.page.locator(f"main input[name={name}], main textarea[name={name}]").fill(value)

    def press(self, name: str) -> None:
        """Press a button by its exact words."""
        self.page.get_by_role("button", name=name, exact=True).click()
        self.page.wait_for_load_state("networkidle")

    def open_work(self, word: str, title: str) -> None:
        """Follow one line's button on the page of my work."""
        self.page.locator("main a.btn", has_text=word).filter(has_text=title).first.click()
        self.page.wait_for_load_state("networkidle")

    def take(self, name: str, address: str = "", *, height: int = HEIGHT, end: str = "") -> None:
        """Go to `address` if given, wait for fonts and charts, keep it; `end` comes to the lower edge."""
        answer = self.page.goto(address) if address else None
        if answer is not None and not answer.ok:
            raise SystemExit(f"{address} answered {answer.status}: no picture of that.")
        if self.wanted and name not in self.wanted:
            return
        self.page.set_viewport_size({"width": WIDTH, "height": min(height, MOST)})
        self.page.wait_for_load_state("networkidle")
        self.page.evaluate("document.fonts.ready")
        self.page.wait_for_timeout(400)
        if end:
            self.page.locator(end).evaluate("one => one.scrollIntoView({block: 'end'})")
        png = squeezed(self.darkroom, self.page.screenshot(animations="disabled"))
        (PICTURES / f"{name}.png").write_bytes(png)
        print(f"{name}.png {len(png) // 1024} KB", flush=True)
        self.page.set_viewport_size({"width": WIDTH, "height": HEIGHT})


def report(camera: Camera) -> None:
    """A department reports a figure; a ward types a numerator above its denominator and is told."""
    camera.take("sign-in", "/sign-in/", height=900)
    camera.sign_in(WARD)
    camera.page.goto("/targets/minh-hoa-09/report")
    camera.fill(numerator="1970", denominator="1966", done="Hướng dẫn người dân nộp hồ sơ.")
    camera.press("Gửi báo cáo")
    camera.take("report-refused")
    camera.sign_in(OFFICER)
    camera.take("my-work", "/my-work/")
    camera.page.goto(f"{TARGET}/report")
    camera.page.locator("select[name=period]").select_option("2025")
    camera.fill(value="92,4", dated="31/12/2025", done="Đã đưa 85 trong 92 sản phẩm lên sàn.")
    camera.take("report-form", height=900)
    camera.press("Gửi báo cáo")


def decide(camera: Camera) -> None:
    """The standing office returns it with a reason; it is corrected, sent again, confirmed."""
    row = "100% hàng hóa, dịch vụ OCOP"
    camera.sign_in(OFFICE)
    camera.take("office-work", "/my-work/")
    camera.open_work("Xác nhận", row)
    camera.take("report-decide")
    camera.fill(reason="Đề nghị kèm danh sách sản phẩm đã lên sàn.")
    camera.press("Trả lại")
    camera.sign_in(OFFICER)
    camera.page.goto("/my-work/")
    camera.open_work("Sửa, gửi lại", row)
    camera.fill(value="93,5")
    camera.take("report-mend")
    camera.press("Gửi lại")
    camera.sign_in(OFFICE)
    camera.page.goto("/my-work/")
    camera.open_work("Xác nhận", row)
    camera.press("Xác nhận")
    camera.take("target", TARGET, height=900)


def leaders(camera: Camera) -> None:
    """What the leaders see once the figure is confirmed."""
    camera.sign_in(LEADER)
    camera.take("leaders", "/")
    camera.take("leaders-246", "/?plan=246-kh-ubnd")
    camera.take("wall", "/?wall=1")


def request(camera: Camera) -> None:
    """A department asks for more time; the standing office answers."""
    camera.sign_in(OFFICER)
    camera.page.goto(TASK)
    camera.page.locator("summary", has_text="Xin gia hạn").click()
    camera.page.locator("[name=kind][value=extension]").check()
    year = camera.page.evaluate("new Date().getFullYear()") + 1
    camera.fill(until=f"31/03/{year}", grounds="Chờ các sàn xác nhận gian hàng.")
    camera.take("task-request", height=900)
    camera.press("Gửi đề nghị")
    camera.sign_in(OFFICE)
    camera.take("request-decide", TASK)


def plans(camera: Camera) -> None:
    """Plans, a past day, the workbook with a cell that cannot be read, the monthly table."""
    camera.take("plan-49", "/plans/49-nq-tu")
    camera.take("plan-as-of", "/plans/49-nq-tu?as_of=31/12/2022", height=560)
    camera.page.goto(f"{PLAN}/workbook")
    with camera.page.expect_download() as download, tempfile.TemporaryDirectory() as folder:
        camera.page.get_by_role("link", name="Tải tệp mẫu").click()
        file = Path(folder) / "danh-muc.xlsx"
        download.value.save_as(file)
        book = openpyxl.load_workbook(file)
        sheet = book.worksheets[0]
        titles = [str(cell.value) for cell in sheet[1]]
        due = next(at for at, title in enumerate(titles, start=1) if title.startswith("Phải đạt"))
        sheet.cell(row=3, column=due).value = "1.680"
        book.save(file)
        camera.page.set_input_files("[name=file]", file)
        camera.press("Chạy thử")
    camera.take("workbook", height=620)
    camera.take("monthly", "/monthly/?demo=1")
    camera.take("monthly-print", "/monthly/?demo=1&print=1")


def rest(camera: Camera) -> None:
    """What auditors, administrators and the public look at."""
    camera.sign_in(AUDITOR)
    camera.page.goto(TARGET)
    camera.page.locator("#t-trail").click()
    camera.take("trail", height=MOST, end="[aria-labelledby=t-trail]")
    camera.sign_in(ADMINISTRATOR)
    camera.take("accounts", "/manage/accounts/")
    camera.take("new-account", "/manage/accounts/new/", height=900)
    camera.page.context.clear_cookies()
    camera.take("figures", "/figures/")
    camera.take("api", "/api/")


def numbers(camera: Camera) -> None:
    """Figures in a grid, waiting, owed, under another date's boundaries; an index tried, a round."""
    camera.sign_in(OFFICE)
    camera.page.goto("/entry/")
    month = camera.page.locator("[name=period]").input_value()
    columns = "&".join(f"indicator={code}" for code in GRID)
    camera.take("entry", f"/entry/?period={month}&{columns}")
    camera.take("figures-waiting", "/entry/waiting/")
    camera.take("reporting", "/reporting/")
    camera.take("boundaries", BOUNDARIES, height=900)
    camera.take("what-if", "/indices/dti/2022/what-if/?year=2022&place=48", height=900)
    camera.page.goto("/indices/rounds/")
    camera.take("round", str(camera.page.locator("main table a").first.get_attribute("href")), height=900)


def exploring(camera: Camera) -> None:
    """A question answered, its map, a dashboard, the wall, an alert, the open data."""
    camera.sign_in(OFFICE)
    camera.take("explore", f"/explore/views/{QUESTION}/")
    camera.take("explore-map", f"/explore/views/{MAP}/", height=900)
    camera.take("dashboard", f"/explore/dashboards/{BOARD}/", height=900)
    for words in ("", "&within=06325"):
        camera.page.goto(f"/explore/watches/new/?m={WATCHED}{words}")
        camera.page.locator("main [name=threshold]").fill("20")
        camera.page.locator("main form button.btn--primary").click()
        camera.page.wait_for_url(re.compile("/watches/[0-9a-f-]{36}/"))
    month = camera.page.evaluate("new Date().toISOString().slice(0, 7)")
    camera.page.goto(f"/entry/?period={month}&indicator={WATCHED}")
    camera.page.locator(f"input[name='c:06325:{WATCHED}:value']").fill("5")
    camera.press("Gửi số liệu")
    camera.page.goto(f"/entry/waiting/?indicator={WATCHED}")
    camera.press("Xác nhận các số đã chọn")
    for _try in range(60):
        camera.page.goto("/explore/watches/")
        if camera.page.locator(".alerts li").count():
            break
        camera.page.wait_for_timeout(500)
    camera.take("watches", "/explore/watches/")
    camera.take("wall-rotation", f"/wall/?board={BOARD}")
    camera.page.context.clear_cookies()
    camera.take("open-data", "/data/")


def main(names: list[str]) -> None:
    """Take the pictures named, or all."""
    PICTURES.mkdir(exist_ok=True)
    with demo() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=SWITCHES,
            env={**os.environ, "LANGUAGE": "vi", "LANG": "vi_VN.UTF-8"},
        )
        context = browser.new_context(
            base_url=address,
            locale="vi-VN",
            reduced_motion="reduce",
            viewport={"width": WIDTH, "height": HEIGHT},
        )
        camera = Camera(context.new_page(), browser.new_page(), frozenset(names))
        for journey in (report, decide, leaders, request, plans, numbers, exploring, rest):
            journey(camera)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
