"""Suggested subjects and pieces of news, made with no hidden related objects."""

from __future__ import annotations

import factory
from django.utils import timezone

from home import states
from home.models import NewsIndexPage, NewsPage, SubjectSuggestion
from tests.factories.people import UserFactory


class SubjectSuggestionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SubjectSuggestion

    author = factory.SubFactory(UserFactory)
    title = factory.Sequence(lambda n: f"Une réparation racontée {n}")
    text = "Une technicienne raconte ce qui l’a trompée."


class AnsweredSuggestionFactory(SubjectSuggestionFactory):
    state = states.ACCEPTED
    answer = "Nous préparons un article."
    answered_at = factory.LazyFunction(timezone.now)
    answered_by = factory.SubFactory(UserFactory)


def add_news(index: NewsIndexPage, number: int) -> NewsPage:
    """One more published piece of news below `index`, in its language."""
    page: NewsPage = index.add_child(
        instance=NewsPage(
            title=f"Une nouvelle {number}",
            slug=f"une-nouvelle-{number}",
            family="event",
            source_name="L’équipe du programme",
            why="Parce que.",
            summary="En bref.",
            locale=index.locale,
        )
    )
    return page
