"""Tests against real services. `make test-services` runs them; `make test` does not even collect them."""

import os

import pytest

from tests.ground import empty_ledger, lay_ground
from tests.services.environment import MARK

collect_ignore_glob = [] if os.environ.get(MARK) else ["test_*.py"]


@pytest.fixture(autouse=True)
def _ground(transactional_db):
    lay_ground()
    yield
    empty_ledger()
