"""Families inside a household, from the relation to its head (続柄) alone: the register knows no other kinship.

Three families are told apart. *Head's*: parents are the head and the spouse, children the children of either.
*Child's*: the parent is the adult child of the head (with the child's spouse), children are the grandchildren.
*Parents'*: parents are the parents of the head, children the siblings of the head. Each has one claimant: the head
(else the spouse); the adult child (else the child's spouse); the older one of the parents. Where no parent lives
there, who claims for the head's family raises them. With two or more adult children who may be the parent of a
grandchild the register does not say whose it is: that is unknown. Simplifications: claimant is not the better earner
(児童手当法4条3項); a spouse who is registered elsewhere is no parent here; children of siblings, other relatives and
co-residents belong to no family.
"""

from __future__ import annotations

from dataclasses import dataclass

from schemas.causes import ABSENT, bit
from schemas.frame import Household, shared
from schemas.values import Bool, Num, choose

ADULT = 18
LEAST_PARENT_AGE_DAYS = 15 * 365 + 4
"""A parent of a grandchild is taken to be at least 15 years older (in days, leap years included)."""
NEVER = 10_000_000
NOT_IN_REGISTER = bit("resident-record", ABSENT)
"""The cause of what the register does not say."""

FAMILY_OF_RELATION = {"child": 1, "spouse-child": 1, "grandchild": 2, "sibling": 3}
"""Which of the families a child belongs to."""

LINEAL_OR_SIBLING = {
    "head": ("parent", "grandparent", "child", "grandchild", "sibling"),
    "child": ("head", "spouse", "parent", "grandparent", "child", "grandchild"),
    "parent": ("head", "child", "grandchild", "sibling", "grandparent"),
}
"""扶養義務者 (民法877条1項): lineal relatives and siblings of each family's claimant, by relation to the head."""


@dataclass(frozen=True)
class Family:
    """One family: `children` of any age and who is the `claimant` (members), whether it has just one parent
    (households), and the claimant's lineal relatives and siblings who live there (members).
    """

    children: Bool
    claimant: Bool
    one_parent: Bool
    relatives: Bool


@shared
def families(household: Household) -> tuple[Family, Family, Family]:
    """The three families; they share no child."""
    own = _heads_family(household)
    return own, _childs_family(household, own), _parents_family(household, own)


def _heads_family(household: Household) -> Family:
    relation = household.members.relation
    head, spouse = relation.is_("head"), relation.is_("spouse")
    has_head, has_spouse = household.any(head), household.any(spouse)
    return Family(
        children=relation.is_("child", "spouse-child"),
        claimant=head | (spouse & ~has_head),
        one_parent=(has_head & ~has_spouse) | (has_spouse & ~has_head),
        relatives=relation.is_(*LINEAL_OR_SIBLING["head"]),
    )


def _childs_family(household: Household, own: Family) -> Family:
    members = household.members
    grandchild, in_law = members.relation.is_("grandchild"), members.relation.is_("child-spouse")
    eldest_grandchild = household.least(choose(grandchild, members.birth, NEVER), NEVER)
    old_enough = (members.age >= ADULT) & (members.birth + LEAST_PARENT_AGE_DAYS <= eldest_grandchild)
    candidate = members.relation.is_("child") & old_enough
    candidates = household.count(candidate)
    has_in_law, nobody = household.any(in_law), candidates <= 0
    in_law_alone, raised_by_others = has_in_law & nobody, nobody & ~has_in_law
    claimant = candidate | (in_law & nobody) | (own.claimant & raised_by_others)
    unclear = household.any(grandchild) & (raised_by_others | (has_in_law & (candidates >= 2)))
    blood = members.relation.is_(*LINEAL_OR_SIBLING["child"]) & ~in_law_alone
    return Family(
        children=grandchild,
        claimant=_of_one(household, claimant, grandchild),
        one_parent=((~nobody & ~has_in_law) | in_law_alone).doubted(~unclear, NOT_IN_REGISTER, False, True),
        relatives=blood | grandchild,
    )


def _parents_family(household: Household, own: Family) -> Family:
    members = household.members
    parent, sibling = members.relation.is_("parent"), members.relation.is_("sibling")
    elder_birth = household.least(choose(parent, members.birth, NEVER), NEVER)
    elder_parent = parent & (members.birth <= elder_birth)
    parents = household.count(parent)
    nobody = parents <= 0
    unclear = nobody & household.any(sibling)
    return Family(
        children=sibling,
        claimant=_of_one(household, elder_parent | (own.claimant & nobody), sibling),
        one_parent=(parents == 1).doubted(~unclear, NOT_IN_REGISTER, False, True),
        relatives=members.relation.is_(*LINEAL_OR_SIBLING["parent"]),
    )


def _of_one(household: Household, claimant: Bool, children: Bool) -> Bool:
    """Where several could claim for the children of one family, who it is is unknown."""
    several = (household.count(claimant) >= 2) & household.any(children)
    return claimant.doubted(~several, NOT_IN_REGISTER, False, claimant.hi)


def claimed(household: Household, x: Num) -> Num:
    """For each member, the total of `x` (0 or more) over the children whom they claim for."""
    own, childs, parents = families(household)
    return _claimed(household, own, x) + _claimed(household, childs, x) + _claimed(household, parents, x)


def _claimed(household: Household, family: Family, x: Num) -> Num:
    return choose(family.claimant, household.total(choose(family.children, x, 0)), 0)
