"""Every write of the charter: publishing, signing, sealing, withdrawing; the readings of the register are logged here too."""

from .catalogue import load_catalogue
from .publication import publish_version
from .reading import record_download, record_export, record_register_reading
from .sealing import retry_seal, seal_agreement, seal_due
from .signing import AlreadySigned, sign
from .step_up import confirm_identity
from .withdrawal import close_after_membership, withdraw

__all__ = [
    "AlreadySigned",
    "close_after_membership",
    "confirm_identity",
    "load_catalogue",
    "publish_version",
    "record_download",
    "record_export",
    "record_register_reading",
    "retry_seal",
    "seal_agreement",
    "seal_due",
    "sign",
    "withdraw",
]
