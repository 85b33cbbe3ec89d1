"""A demo of its own for every module of journeys, and browsers at it."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.signing import PATIENCE, visitor
from tests.system.product import Product, is_alive, start_prepared

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="module")
def product(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """A demo of the module's own, on data that was prepared once."""
    name = request.module.__name__.rpartition(".")[2].removeprefix("test_")
    running = start_prepared(tmp_path_factory, name)
    yield running
    if is_alive(running.process.pid):
        running.end(signal.SIGTERM)
        running.process.wait(30)


@pytest.fixture
def desk(browser: Browser, product: Product) -> Iterator[Page]:
    """A browser at the product, nobody signed in."""
    page = visitor(browser, product.port)
    yield page
    page.context.close()
