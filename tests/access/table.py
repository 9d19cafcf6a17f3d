"""Who gets what at every address: URL name x role -> status. Written from the rules, by hand.

Objects in an address belong to Alice, an ambassador: her request (held by `coach`), attempt, sealed agreement, waiting
suggestion, unsent notice, directory entry. What is not yours does not exist: 404, never 403.
POST rows are sent without data, so that a refused form (422) or a step back to the page (302) is the answer.
"""

from __future__ import annotations

from dataclasses import dataclass

LOGIN = "login"  # 302 to the sign-in page

ROLES = (
    "anonymous",
    "employee",
    "ambassador",  # Alice
    "stranger",  # another ambassador
    "coach",
    "lead_coach",
    "programme_manager",
    "legal",
    "hr",
    "line_manager",  # Alice's, with no role
    "editor",
    "administrator",  # with is_superuser
    "coach_who_is_line_manager",
    "programme_manager_who_is_line_manager",
)
MANAGERS = tuple(role for role in ROLES if role.endswith("line_manager"))


@dataclass(frozen=True)
class Row:
    """One address. `args`: names of the objects of the tests that stand in it, by the pattern's own argument names."""

    name: str
    expected: dict[str, int | str]
    args: dict[str, str]
    method: str = "GET"

    def __str__(self) -> str:
        return f"{self.method} {self.name} {sorted(self.args)}"


ALICE, TEAM, PM = "ambassador", "coach lead_coach", "programme_manager programme_manager_who_is_line_manager"
QUEUE = f"{TEAM} coach_who_is_line_manager"
HELPED = f"{ALICE} {TEAM}"  # who sees Alice's request: she and the team, but not a coach who manages her
KEEPERS, REGISTER = "hr administrator", "legal hr"


def everybody(status: int | str, **but: int | str) -> dict[str, int | str]:
    """The same for all, signed in or not; `but` says for whom it differs."""
    return {**dict.fromkeys(ROLES, status), **but}


def signed_in(status: int | str, **but: int | str) -> dict[str, int | str]:
    """For everybody of the company: signed-out visitors are asked to sign in."""
    return everybody(status, anonymous=LOGIN) | but


def only(names: str, status: int | str, **but: int | str) -> dict[str, int | str]:
    """For these; for others signed in there is no such page."""
    return signed_in(404) | dict.fromkeys(names.split(), status) | but


def get(name: str, expected: dict[str, int | str], /, **args: str) -> Row:
    return Row(name, expected, args)


def post(name: str, expected: dict[str, int | str], /, **args: str) -> Row:
    return Row(name, expected, args, "POST")


HOME = [
    get("home:journey", signed_in(200)),
    get("home:membership_join", signed_in(200, ambassador=302, stranger=302)),  # they take part already
    get("home:membership_leave", signed_in(200)),
    post("home:membership_pause", signed_in(302)),
    post("home:membership_resume", signed_in(302)),
    get("home:programme", only(PM, 200)),
    get("home:programme_figures", only(PM, 200)),
    get("home:learning_report", only(f"{PM} hr", 200)),
    get("home:learning_report_csv", only(f"{PM} hr", 200)),
    get("home:learning_report_xlsx", only(f"{PM} hr", 200)),
    get("home:mastery_report", only(f"{PM} hr", 200)),
    get("home:privacy", signed_in(200)),
    get("home:privacy_export", signed_in(200)),
    get("home:delivery", only("administrator", 200)),
    post("home:delivery_retry", only("administrator", 302), pk="notice"),
    get("home:mailbox", everybody(404)),  # the embedded mode only
    get("home:mailbox_message", everybody(404), name="mail"),
    get("home:suggestion_list", signed_in(200)),
    get("home:suggestion_create", signed_in(200)),
    get("home:suggestion_inbox", only("editor", 200)),
    get("home:suggestion_detail", only(f"{ALICE} editor", 200), pk="suggestion"),
    post("home:suggestion_answer", only(f"{ALICE} editor", 422), pk="suggestion"),
    get("media_image", everybody(404), name="image"),  # no such image
    get("health_live", everybody(200)),
]

PEOPLE = [
    get("people:person_list", only(KEEPERS, 200)),
    get("people:person_create", only(KEEPERS, 200)),
    get("people:profile", signed_in(200)),
    get("people:person_edit", only(KEEPERS, 200), pk="person"),
    post("people:person_roles", only("administrator", 302), pk="person"),
    post("people:person_account", only("administrator", 302), pk="person"),
    post("people:absence_add", only(f"{ALICE} {KEEPERS}", 422), pk="person"),
    post("people:absence_remove", only(f"{ALICE} {KEEPERS}", 302), pk="person", absence_pk="absence"),
]

ENROLMENTS = [
    get("learning:my_learning", signed_in(200)),
    post("learning:course_enrol", signed_in(302), key="course_key"),
    post("learning:course_withdraw", signed_in(302), key="course_key"),
    get("learning:course_ask_again", only("editor administrator", 200), key="course_key"),
    get("certificate_verify", everybody(200), number="certificate"),
    get("learning:certificate_download", only(ALICE, 200), pk="certificate"),
    get("learning:certificate_pending", only(ALICE, 200), pk="certificate"),
    post("learning:certificate_prepare", only(ALICE, 302), pk="certificate"),
    post("learning:certificate_revoke", only(f"{ALICE} administrator", 302), pk="certificate"),
    get("learning:manage_enrolments", only(PM, 200)),
    get("learning:rule_create", only(PM, 200)),
    get("learning:rule_edit", only(PM, 200), pk="rule"),
    post("learning:rule_stop", only(PM, 302), pk="rule"),
    get("learning:suggestion_create", only(PM, 200)),
    get("learning:suggestion_import", only(PM, 200)),
    post("learning:suggestion_outcomes", only(PM, 422)),
    get("learning:waiver_create", only(PM, 200)),
    get("learning:more_time_create", only(PM, 200)),
    get("learning:certification_edit", only(PM, 200), key="course_key"),
]

LEARNING = [
    get("learning:course_list", signed_in(200)),
    get("learning:course_detail", signed_in(200), course="course"),
    get("learning:lesson_detail", signed_in(200), course="course", lesson="lesson"),
    get("learning:quiz_start", signed_in(200), key="quiz"),
    post("learning:attempt_create", signed_in(302), key="quiz"),
    get("learning:attempt_detail", only(ALICE, 200), pk="attempt"),
    post("learning:attempt_answer", only(ALICE, 302), pk="attempt"),
    post("learning:attempt_check", only(ALICE, 302), pk="attempt", position="position"),
    get("learning:attempt_confirm", only(ALICE, 200), pk="attempt"),
    post("learning:attempt_submit", only(ALICE, 302), pk="attempt"),
    post("learning:attempt_share", only(ALICE, 302), pk="attempt"),
    post("learning:attempt_unshare", only(ALICE, 302), pk="attempt", coach="person"),
    post("learning:answer_send", only(ALICE, 302), pk="attempt", position="position"),
    post("learning:answer_take_back", only(ALICE, 302), pk="attempt", position="position"),
    get("learning:coach_desk", only(QUEUE, 200)),
    get("learning:answer_read", only(TEAM, 200), pk="reading"),  # sent to the team
    get("learning:shared_attempt", only("coach", 200), pk="share"),  # shown to that coach
    get("learning:exception_list", only(PM, 200)),
    get("learning:exception_for_person", only("programme_manager", 200), pk="person"),
    get("learning:exception_for_cohort", only(PM, 200), pk="cohort"),
    post("learning:exception_remove", only("programme_manager", 302), pk="exception"),
    get("learning:quiz_figures_list", only("editor", 200)),
    get("learning:quiz_figures", only("editor", 200), key="quiz"),
    post("learning:quiz_preview", only("editor", 302), key="quiz"),
    get("learning:question_regrade", only("editor", 200), key="question"),
    post("learning:lesson_complete", signed_in(302), key="lesson_key"),
    post("learning:reflection_save", signed_in(302), key="lesson_key", block="block"),  # of no question: told so
    post("learning:lesson_feedback", signed_in(422), key="lesson_key"),
    get("learning:lesson_video", signed_in(404), key="lesson_key", pk="film"),  # that lesson shows none
    get("learning:lesson_captions", signed_in(404), key="lesson_key", pk="film"),
    get("learning:key_message_list", signed_in(200)),
    get("learning_facts_by_age", only("editor administrator", 200)),
    get("learning_lesson_use", only("editor administrator", 200)),
    get("learning_key_message_retire", only("editor administrator", 200), pk="message"),
    get("learning:refresher_detail", only(ALICE, 200), pk="refresher"),
    post("learning:refresher_answer", only(ALICE, 200), pk="refresher"),  # its questions are gone: nothing to answer
    post("learning:network_choose", signed_in(302), key="lesson_key", network="network"),
    post("learning:checklist_tick", signed_in(302), key="lesson_key", network="network", step="step"),
    get("bank_import", only("editor administrator", 200)),
    get("bank_export", only("editor administrator", 200)),
]

COACHING = [
    get("coaching:request_list", signed_in(200)),
    get("coaching:request_create", signed_in(200), kind="kind"),
    get("coaching:queue", only(QUEUE, 200)),
    get("coaching:request_detail", only(HELPED, 200), pk="request"),
    post("coaching:request_answer", only(HELPED, 422), pk="request"),
    post("coaching:request_cancel", only(HELPED, 302), pk="request"),
    post("coaching:request_restrict", only(HELPED, 302), pk="request"),
    post("coaching:request_unrestrict", only(HELPED, 302), pk="request"),
    post("coaching:request_claim", only(HELPED, 302), pk="request"),
    post("coaching:request_release", only(HELPED, 302), pk="request"),
    post("coaching:request_assign", only(HELPED, 302), pk="request"),
    post("coaching:request_level", only(HELPED, 302), pk="request"),
    post("coaching:request_reply", only(HELPED, 422), pk="request"),
    post("coaching:request_note", only(HELPED, 422), pk="request"),
    post("coaching:request_resolve", only(HELPED, 422), pk="request"),
    post("coaching:request_reopen", only(HELPED, 302), pk="request"),
]

CHARTER = [
    get("charter:charter_detail", signed_in(200)),
    get("charter:charter_sign", signed_in(302, stranger=200)),  # Alice has signed; the others do not take part
    get("charter:charter_body", signed_in(302, ambassador=200, stranger=200)),  # as the signing page; Alice her own
    get("charter:charter_preparing", only(ALICE, 286)),
    get("charter:charter_download", only(ALICE, 200)),
    get("charter:charter_download", only(f"{ALICE} {REGISTER}", 200), reference="reference"),
    get("charter:verify", everybody(200)),
    get("charter:register", only(REGISTER, 200)),
    get("charter:register_export", only(REGISTER, 200)),
    post("charter:seal_retry", only(REGISTER, 302), reference="reference"),
    get("charter:version_publish", only("hr", 200)),
]

ACCOUNTS = [
    get("account_login", everybody(302, anonymous=200)),
    get("account_logout", everybody(200, anonymous=302)),
    get("account_signup", everybody(302, anonymous=200)),  # closed, and says so
    get("account_inactive", everybody(200)),
    get("account_reauthenticate", signed_in(200)),
    get("account_change_password", signed_in(200)),
    get("account_set_password", signed_in(302)),  # they have one
    get("account_reset_password", everybody(200)),
    get("account_reset_password_done", everybody(200)),
    get("account_reset_password_from_key_done", everybody(200)),
    post("set_language", everybody(302)),
]

WAGTAIL = [
    get("wagtailadmin_home", only("editor administrator", 200)),
    get("cms_bulk_people", everybody(404), rest="image"),
    get("cms_bulk_auth", everybody(404), rest="image"),
]

# Pages by their kind; the tests know where they stand.
PAGES = {
    "home": everybody(200),
    "standing_page": everybody(200),
    "news_index": everybody(200),
    "news": everybody(200),
    "courses": signed_in(200),
    "course_page": signed_in(200),
    "lesson_page": signed_in(200),
}

TABLE = [*HOME, *PEOPLE, *ENROLMENTS, *LEARNING, *COACHING, *CHARTER, *ACCOUNTS, *WAGTAIL]
