"""Typed inputs: what people declare and announce."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Text = Annotated[str, Field(max_length=300)]


class Mode(StrEnum):
    """How goods cross (loại hình)."""

    EXPORT = "XK"
    IMPORT = "NK"
    TEMPORARY_IMPORT = "TNTX"
    TEMPORARY_EXPORT = "TXTN"
    SWITCH_TRADE = "CK"
    TRANSIT = "QC"
    BONDED = "KNQ"


class Handover(StrEnum):
    """How the goods change hands at the border (phương thức giao nhận)."""

    DRIVE_THROUGH = "drive_through"
    RELAY_DRIVER = "relay_driver"
    CUT_TRAILER = "cut_trailer"
    TRANSSHIP = "transship"
    AGV = "agv"


class Told(BaseModel):
    """What people type: unknown fields are refused, spaces at the ends go."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class GoodsLine(Told):
    """A line of goods (dòng hàng). Weights in kg, value in đồng."""

    hs: str = Field(pattern=r"^\d{4,10}$")
    name: str = Field(min_length=1, max_length=300)
    name_zh: Text = ""
    quantity: Decimal | None = Field(default=None, ge=0)
    unit: Text = ""
    net_kg: Decimal = Field(gt=0, le=100_000)
    gross_kg: Decimal | None = Field(default=None, gt=0, le=100_000)
    packages: int | None = Field(default=None, ge=0)
    value: int | None = Field(default=None, ge=0)
    customs_number: Text = ""
    customs_channel: Text = ""
    quarantine_certificate: Text = ""
    origin_code: Text = ""


class Tractor(Told):
    """The tractor (xe đầu kéo), by plate and country of registration."""

    plate: str = Field(min_length=1, max_length=30)
    country: str = Field(default="VN", pattern=r"^[A-Z]{2}$")


class Driver(Told):
    """The driver (lái xe): personal data, never published."""

    name: str = Field(min_length=1, max_length=200)
    document: str = Field(min_length=1, max_length=30)
    born: dt.date | None = None
    phone: str = Field(default="", max_length=30)
    licence: Text = ""


class Content(Told):
    """What a declaration says (nội dung tờ khai), once for all agencies."""

    mode: Mode
    route: Text = ""
    yard: Text = ""
    planned_at: dt.datetime | None = None
    goods: tuple[GoodsLine, ...] = Field(min_length=1, max_length=200)
    tractor: Tractor
    trailer: Text = ""
    container: Text = ""
    seal: Text = ""
    driver: Driver | None = None
    relay_driver: Driver | None = None
    handover: Handover = Handover.DRIVE_THROUGH
    asked_stream: Text = ""


class Capacity(Told):
    """A declared capacity in vehicles an hour, with who set it."""

    rate_per_hour: int = Field(ge=0, le=2000)
    valid_from: dt.datetime | None = None
    why: Text = ""
    source: str = Field(min_length=1, max_length=500)


class Stop(Told):
    """A gate is closed, or opened again."""

    valid_from: dt.datetime | None = None
    why: str = Field(min_length=1, max_length=500)
    source: str = Field(min_length=1, max_length=500)


class Finding(Told):
    """What an agency found on its own track; `inspected`: the goods were seen. The fee: money and receipt."""

    result: str = Field(max_length=12)
    why: str = Field(default="", max_length=500)
    inspected: bool = False
    amount: int | None = Field(default=None, ge=0, le=10**12)
    receipt: str = Field(default="", max_length=64)
