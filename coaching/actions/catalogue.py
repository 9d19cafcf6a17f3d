"""The catalogue of this app is read as it is; loading it means making sure that it is whole."""

from __future__ import annotations

from ..first_aid import check_catalogue


def load_catalogue() -> int:
    """Read every first-aid file, so that a gap shows when the catalogue is loaded and not in a crisis.

    Out: how many situations are covered. Raises ValueError or KeyError on a gap.
    """
    return check_catalogue()
