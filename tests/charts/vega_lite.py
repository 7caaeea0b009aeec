"""Whether a specification is Vega-Lite, asked of the schema that Altair ships."""

import json
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import altair as alt
import jsonschema_rs


@cache
def _validator() -> jsonschema_rs.Validator:
    schema = Path(alt.vegalite.v6.schema.__file__).with_name("vega-lite-schema.json")
    return jsonschema_rs.validator_for(json.loads(schema.read_text(), object_hook=_with_plain_uri))


def _with_plain_uri(part: dict[str, Any]) -> dict[str, Any]:
    """Names such as `Dict<string>` are no URI as the schema writes them."""
    address = part.get("$ref")
    return part | {"$ref": quote(address, safe="#/")} if isinstance(address, str) else part


def is_vega_lite(spec: dict[str, Any]) -> bool:
    """Whether the schema takes the specification, but for what the schema itself leaves out.

    `config.legend.layout` is known to Vega and passed on by Vega-Lite; its schema lacks it.
    """
    config = spec["config"]
    legend = {key: value for key, value in config.get("legend", {}).items() if key != "layout"}
    return _validator().is_valid(spec | {"config": config | {"legend": legend}})
