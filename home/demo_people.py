"""The demo people of the embedded mode: who they are, what each is for, what they have lived. Pure data."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

from people import roles

DEMO_PASSWORD = "demo-porte-voix"  # noqa: S105 - printed on the demo's own sign-in page


@dataclass(frozen=True)
class DemoPerson:
    """One named person of the demo: address, name, roles held, and what to try with it."""

    email: str
    first_name: str
    last_name: str
    what: str
    roles: tuple[str, ...] = ()


NAMED_PEOPLE = (
    DemoPerson("newcomer@demo.example", "Nora", "Novembre", _("joins, learns, signs, leaves")),
    DemoPerson("ambassador@demo.example", "Amal", "Berger", _("an ambassador with a signed charter")),
    DemoPerson("coach@demo.example", "Camille", "Roy", _("answers the queue"), (roles.COACH,)),
    DemoPerson("lead@demo.example", "Lucie", "Martin", _("lead coach"), (roles.COACH, roles.LEAD_COACH)),
    DemoPerson("manager@demo.example", "Marc", "Petit", _("programme manager"), (roles.PROGRAMME_MANAGER,)),
    DemoPerson("legal@demo.example", "Léa", "Garnier", _("legal: register of charters"), (roles.LEGAL,)),
    DemoPerson("hr@demo.example", "Hugo", "Renard", _("HR and legal: publishes the charter"), (roles.HR, roles.LEGAL)),
    DemoPerson("editor@demo.example", "Élise", "Fontaine", _("edits courses and news"), (roles.EDITOR,)),
    DemoPerson("admin@demo.example", "Ada", "Mercier", _("administrator"), (roles.ADMINISTRATOR,)),
    DemoPerson("linemanager@demo.example", "Louis", "Lambert", _("line manager of Nora: learns nothing by it")),
)


@dataclass(frozen=True)
class Past:
    """What one person has lived, in days before today; None or 0: it has not happened.

    `passed`: courses of the core path passed, in order. `asked`: the kind of their request, made `asked_on` days ago;
    `resolved`: a coach has answered and closed it.
    """

    email: str
    first_name: str
    last_name: str
    language: str
    entity: str
    joined: int
    passed: int
    signed: int | None = None
    asked: str = ""
    asked_on: float = 0
    resolved: bool = False
    paused: bool = False


PARIS, LYON = "Siège, Paris", "Agence de Lyon"
COHORT = "Printemps"
PUBLISHED = 95

# Twelve ambassadors and Amal, in the order in which they signed; then volunteers on their way.
PASTS = (
    Past("ines.morel@demo.example", "Inès", "Morel", "fr", PARIS, 92, 3, 80, "profile_review", 75, True),
    Past("jules.caron@demo.example", "Jules", "Caron", "fr", PARIS, 90, 3, 77, "content_advice", 60, True),
    Past("maya.diallo@demo.example", "Maya", "Diallo", "fr", LYON, 88, 3, 70, "profile_review", 58, True),
    Past("owen.hughes@demo.example", "Owen", "Hughes", "en", LYON, 85, 3, 66, "content_advice", 44, True),
    Past("ambassador@demo.example", "Amal", "Berger", "fr", PARIS, 80, 3, 62, "profile_review", 15, True),
    Past("sofia.navarro@demo.example", "Sofia", "Navarro", "fr", PARIS, 71, 3, 52, "profile_review", 40, True),
    Past("theo.lefevre@demo.example", "Théo", "Lefèvre", "fr", LYON, 64, 3, 49, "content_advice", 31, True),
    Past("lina.costa@demo.example", "Lina", "Costa", "fr", LYON, 60, 3, 44, "content_advice", 35, True),
    Past("simon.marchal@demo.example", "Simon", "Marchal", "fr", PARIS, 59, 3, 40, "profile_review", 26, True),
    Past("grace.miller@demo.example", "Grace", "Miller", "en", PARIS, 57, 3, 35, "profile_review", 20, True),
    Past("priya.nair@demo.example", "Priya", "Nair", "en", PARIS, 52, 3, 31, "content_advice", 12, True),
    Past("yanis.benali@demo.example", "Yanis", "Benali", "fr", PARIS, 50, 3, 28, "crisis", 0.01),
    Past("clara.weber@demo.example", "Clara", "Weber", "fr", LYON, 41, 3, 21, paused=True),
    Past("hana.suzuki@demo.example", "Hana", "Suzuki", "en", PARIS, 33, 3, None, "content_advice", 1),
    Past("paul.girard@demo.example", "Paul", "Girard", "fr", LYON, 25, 1),
    Past("nils.berg@demo.example", "Nils", "Berg", "en", LYON, 19, 1),
    Past("ada.kovacs@demo.example", "Ada", "Kovács", "en", PARIS, 12, 1),
    Past("chloe.roussel@demo.example", "Chloé", "Roussel", "fr", PARIS, 6, 0),
    Past("karim.haddad@demo.example", "Karim", "Haddad", "fr", LYON, 3, 0),
    Past("leo.fontaine@demo.example", "Léo", "Fontaine", "fr", PARIS, 3, 0),
    Past("zoe.lambert@demo.example", "Zoé", "Lambert", "fr", PARIS, 2, 0),
    Past("emma.schmidt@demo.example", "Emma", "Schmidt", "en", LYON, 2, 0),
    Past("tom.walsh@demo.example", "Tom", "Walsh", "en", LYON, 1, 0),
)


@dataclass(frozen=True)
class Conversation:
    """What was asked (the fields of the kind's form), what the coach answered, what the person said to that."""

    answers: dict[str, str]
    reply: str = ""
    thanks: str = ""
    closing: str = ""


CONVERSATIONS = {
    ("profile_review", "fr"): Conversation(
        {
            "platform": "linkedin",
            "profile_url": "https://www.linkedin.com/in/exemple-de-demonstration",
            "question": "Mon résumé dit-il assez clairement ce que je fais, sans parler à la place de l’entreprise ?",
            "urgency": "normal",
        },
        "Votre résumé est clair. Une chose à revoir si vous le voulez bien : « nous » désigne tantôt votre équipe, "
        "tantôt l’entreprise. « Je » suffirait presque partout.",
        "Merci, je reprends la phrase de cette façon.",
        "Très bien. Je ferme la demande ; écrivez ici si un doute revient.",
    ),
    ("profile_review", "en"): Conversation(
        {
            "platform": "linkedin",
            "profile_url": "https://www.linkedin.com/in/demonstration-example",
            "question": "Does my summary say clearly enough what I do, without speaking for the company?",
            "urgency": "normal",
        },
        "It reads well. One thing you may wish to look at: “we” sometimes means your team and sometimes the company. "
        "“I” would do almost everywhere.",
        "Thank you, I will change that sentence.",
        "Good. I am closing the request; write here if a doubt comes back.",
    ),
    ("content_advice", "fr"): Conversation(
        {
            "platform": "linkedin",
            "text": "Hier, notre équipe a rouvert l’atelier après six mois de travaux. J’y ai appris à lire un plan de "
            "ventilation, et je ne verrai plus jamais un faux plafond de la même façon.",
            "link": "",
            "question": "J’ai une photo de l’équipe. Puis-je la montrer ?",
            "urgency": "high",
        },
        "Demandez à chaque personne de la photo, par écrit si possible : un message suffit. Regardez aussi le mur du "
        "fond, il y a des plans. Le texte, lui, ne pose pas de question.",
        "Tout le monde est d’accord, et j’ai recadré la photo.",
        "Parfait. La décision était la vôtre ; je ferme la demande.",
    ),
    ("content_advice", "en"): Conversation(
        {
            "platform": "linkedin",
            "text": "Our workshop opened again yesterday after six months of works. I learnt to read a ventilation "
            "plan, and I will never look at a false ceiling in the same way.",
            "link": "",
            "question": "I have a photo of the team. May I show it?",
            "urgency": "high",
        },
        "Ask each person in the photo, in writing if you can: a message will do. Look at the back wall too, there are "
        "plans on it. The text itself raises no question.",
        "Everybody agrees, and I have cropped the photo.",
        "Good. The decision was yours; I am closing the request.",
    ),
    ("crisis", "fr"): Conversation(
        {
            "danger": "no",
            "situation": "hostile_comments",
            "platform": "linkedin",
            "link": "",
            "words": "Plusieurs comptes que je ne connais pas s’en prennent à mon billet de lundi depuis ce matin.",
        }
    ),
}
