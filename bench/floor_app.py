"""The floor: a Streamlit script that draws as many empty elements as a page has, and no more."""

import os

import streamlit as st

for _ in range(int(os.environ["FLOOR_ELEMENTS"])):
    st.empty()
