"""The few tags that pages share: surfaces that enclose other markup. The rest of the vocabulary is classes and includes.

See templates/components/README.md.
"""

from django import template
from django.contrib.messages import constants
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()

TONES_BY_MESSAGE_LEVEL = {
    constants.DEBUG: "info",
    constants.INFO: "info",
    constants.SUCCESS: "success",
    constants.WARNING: "warning",
    constants.ERROR: "danger",
}
ICONS_BY_TONE = {
    "neutral": "minus-circle",
    "info": "information-circle",
    "success": "check-circle",
    "warning": "exclamation-triangle",
    "danger": "exclamation-circle",
}


@register.filter
def message_tone(level: int) -> str:
    """The tone of a Django message, from its level; an unknown level is plain information."""
    return TONES_BY_MESSAGE_LEVEL.get(level, "info")


@register.filter
def tone_icon(tone: str) -> str:
    """The name of the icon that says the same as the tone's colour; an unknown tone is plain information."""
    return ICONS_BY_TONE.get(tone, ICONS_BY_TONE["info"])


@register.simple_block_tag
def page_header(content: str, title: str, eyebrow: str = "", lead: str = "") -> SafeString:
    """The head of a page, with its only h1; what stands between the tags are the page's actions (may be empty)."""
    context = {"title": title, "eyebrow": eyebrow, "lead": lead, "actions": content if content.strip() else ""}
    return render_to_string("components/page_header.html", context)


@register.simple_block_tag
def notice(content: str, tone: str = "info", title: str = "", role: str = "") -> SafeString:
    """A sentence set apart. tone: neutral, info, success, warning or danger; role: "status" or "alert" when it appears
    without a page load."""
    context = {"content": content, "tone": tone, "title": title, "role": role}
    return render_to_string("components/notice.html", context)


@register.simple_block_tag
def empty_state(content: str, title: str, icon: str = "inbox") -> SafeString:
    """What stands where a list would be; between the tags: why it is empty and what to do, links and buttons included."""
    return render_to_string("components/empty_state.html", {"content": content, "title": title, "icon": icon})
