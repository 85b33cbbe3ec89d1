"""`tinhso dataset list` and `tinhso dataset publish`."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from tinhso.cli.exits import Exit
from tinhso.cli.verbs import dataset as verb
from tinhso.opendata import actions
from tinhso.opendata.tests import conftest
from tinhso.opendata.tests.conftest import Scene

pytestmark = pytest.mark.django_db
scene, _files, _today = conftest.scene, conftest._files, conftest._today


def test_the_command_line_lists_and_publishes(scene: Scene) -> None:
    dataset = scene.dataset()
    run = CliRunner()
    assert "draft" in run.invoke(verb.show, standalone_mode=False).output
    done = run.invoke(verb.publish, [dataset.code, "--note", "Thử"], standalone_mode=False)
    assert (done.return_value, "2 cells kept back" in done.output) == (Exit.DONE, True)
    again = run.invoke(verb.publish, [dataset.code], standalone_mode=False)
    assert "nothing has changed" in again.output
    actions.retire(scene.office, dataset.code, "Thử")
    assert run.invoke(verb.publish, [dataset.code], standalone_mode=False).return_value == Exit.REFUSED
