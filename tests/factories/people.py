"""People, made with no hidden related objects."""

from __future__ import annotations

from typing import Any

import factory
from django.contrib.auth.models import Group

from people import states
from people.models import Membership, User


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.com")
    first_name = factory.Sequence(lambda n: f"Prénom{n}")
    last_name = factory.Sequence(lambda n: f"Nom{n}")
    password = factory.django.Password("porte-voix-test")

    @factory.post_generation
    def roles(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        """UserFactory(roles=["coach"])"""
        for name in extracted or ():
            self.groups.add(Group.objects.get(name=name))


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    state = states.VOLUNTEER
