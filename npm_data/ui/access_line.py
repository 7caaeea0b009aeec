"""What stands on the page of who looks at it: signing in and out, and what the public is shown."""

import streamlit as st

from npm_data.i18n import Words
from npm_data.register.filters import Role
from npm_data.ui import access
from npm_data.ui.access import Visitor
from npm_data.ui.app import App
from npm_data.ui.register_text import as_text
from npm_data.ui.tiles import small


def draw(words: Words, visitor: Visitor) -> None:
    """At the foot of the sidebar: who has signed in, in which role, and the button for it."""
    if not access.can_sign_in():
        return
    with st.sidebar, st.container(key="access"):
        if visitor.who:
            role = words(f"access.role_{visitor.role.value}")
            st.markdown(small(words("access.who", who=as_text(visitor.who), role=role)))
        button(words, visitor)


def button(words: Words, visitor: Visitor, key: str = "access") -> None:
    """Signs in, or out; nothing where no sign-in is configured."""
    if not access.can_sign_in():
        return
    is_in = bool(visitor.who)
    st.button(
        words("access.sign_out" if is_in else "access.sign_in"),
        key=f"{key}.sign",
        help=words("help.access_sign_out" if is_in else "help.access_sign_in"),
        icon=":material/logout:" if is_in else ":material/login:",
        type="tertiary",
        on_click=st.logout if is_in else st.login,
    )


def note(words: Words, visitor: Visitor) -> None:
    """One line on what the public sees, and why it is no more."""
    if visitor.note is None:
        return
    if visitor.note in {"no_role", "expired"}:
        st.warning(words(f"access.{visitor.note}"), icon=":material/person_off:")
    st.markdown(small(f":material/public: {words('access.public')}"))


def refused(words: Words, visitor: Visitor, needed: Role) -> None:
    """Instead of a page that the visitor's role may not see."""
    st.warning(words(f"access.refused_{needed.value}"), icon=":material/lock:")
    button(words, visitor, "access.refused")


def places_alone(app: App, measure: str) -> tuple[str, ...]:
    """One line beside a figure that counts places because visits are not told."""
    return (app.words("visits.places_alone"),) if measure == "places_visited" else ()
