"""Every write on people: memberships, networks, step-up codes, directory entries."""

from .directory import add_absence, create_person, remove_absence, save_person, save_profile
from .memberships import (
    activate_membership,
    deactivate_membership,
    join_programme,
    leave_programme,
    pause_membership,
    resume_membership,
)
from .networks import add_network, remove_network
from .roles import appoint_administrator, set_active, set_roles
from .step_up import send_step_up_code, verify_step_up_code

__all__ = [
    "activate_membership",
    "add_absence",
    "add_network",
    "appoint_administrator",
    "create_person",
    "deactivate_membership",
    "join_programme",
    "leave_programme",
    "pause_membership",
    "remove_absence",
    "remove_network",
    "resume_membership",
    "save_person",
    "save_profile",
    "send_step_up_code",
    "set_active",
    "set_roles",
    "verify_step_up_code",
]
