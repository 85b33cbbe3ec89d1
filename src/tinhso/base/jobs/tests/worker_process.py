"""A worker process for tests: the product's own, with the sample jobs beside it."""

from __future__ import annotations

import os
import sys

import django
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tinhso.site.settings")
settings.DATABASES["default"]["NAME"] = sys.argv[1]
settings.PROCRASTINATE_IMPORT_PATHS = [
    *settings.PROCRASTINATE_IMPORT_PATHS,
    "tinhso.base.jobs.tests.sample_jobs",
]
settings.TINHSO_SUBSCRIBERS = ["tinhso.base.jobs.tests.sample_jobs.SUBSCRIBERS"]
django.setup()

from tinhso.base.jobs.worker import run_worker  # noqa: E402 - Django must be ready first

run_worker(wait="--until-empty" not in sys.argv)
