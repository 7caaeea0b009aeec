import pytest

from npm_data.register.filters import Role


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        (Role.PUBLIC, {Role.PUBLIC}),
        (Role.COUNCIL, {Role.PUBLIC, Role.COUNCIL}),
        (Role.SECRETARIAT, set(Role)),
    ],
)
def test_each_role_may_see_what_the_ones_before_it_may(role, allowed):
    assert {needed for needed in Role if role.may(needed)} == allowed
