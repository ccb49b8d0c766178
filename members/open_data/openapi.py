"""Each stub's own description of itself, so that programs can find their way."""

from typing import Any

from members.open_data.parameters import READERS
from members.open_data.profiles import Profile

Json = dict[str, Any]  # Any: JSON
WHOLE = {"page", "per_page", "minimum_age", "maximum_age", "proximity"}
YES_OR_NO = {"minimal", "full", "full_service"}
MEANINGS = {
    "search": "Services in whose name or description every word occurs.",
    "page": "Which page of the list, from 1. A page past the end is empty.",
    "per_page": "How many on a page, from 1 to 100; 50 if not said.",
    "taxonomy_id": "Those with any term of this taxonomy.",
    "taxonomy_term_id": "Those with this term.",
    "organization_id": "Those of this organisation.",
    "minimum_age": "Services whose minimum age is at least this.",
    "maximum_age": "Services whose maximum age is at most this.",
    "start_time": "Services that open at this time or later.",
    "end_time": "Services that close at this time or earlier.",
    "day": "Services that are open on this day of the week.",
    "postcode": "Services used at a place with this postcode.",
    "proximity": "Read and checked, but without effect: no table of postcodes is kept here.",
    "modified_after": "Services that changed at this moment or later.",
    "minimal": "Only id and modified_date, all in one page unless per_page is given.",
    "full": "Entries with everything in them.",
    "full_service": "Organisations with everything about their services.",
    "format": "json, or ndjson: one entry a line, all of them.",
}
PAGE_FIELDS = {
    "total_items": "integer",
    "total_pages": "integer",
    "page_number": "integer",
    "size": "integer",
    "first_page": "boolean",
    "last_page": "boolean",
    "empty": "boolean",
}
ENTRIES = {
    "services": ("Service", ("id", "name", "status")),
    "organizations": ("Organization", ("id", "name", "description")),
    "taxonomies": ("Taxonomy", ("id", "name", "description")),
    "taxonomy_terms": ("TaxonomyTerm", ("id", "name", "description")),
    "service_at_locations": ("ServiceAtLocation", ("id",)),
}


def document(profile: Profile, *, base: str, licence: tuple[str, str], name: str) -> Json:
    """OpenAPI 3.1. `licence` is its name and address; `base` the address of the stub."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{name}: services ({profile.title})",
            "version": profile.version,
            "description": f"Read-only, without a key. 60 requests a minute. See {profile.page}",
            "license": {"name": licence[0], "url": licence[1]},
        },
        "servers": [{"url": base.rstrip("/")}],
        "paths": {"/": _root()} | _paths(profile),
        "components": {"schemas": _schemas(profile), "parameters": _parameters(profile)},
    }


def _paths(profile: Profile) -> Json:
    found: Json = {}
    for name, asked in profile.lists.items():
        found[f"/{name}"] = {"get": _list(name, asked)}
        found[f"/{name}/{{id}}"] = {"get": _item(name)}
    return found


def _root() -> Json:
    said = {key: {"type": "string"} for key in ("version", "profile", "openapi_url")}
    schema = {"type": "object", "required": list(said), "properties": said}
    return {"get": {"summary": "What this is", "responses": {"200": _answer(schema)}}}


def _list(name: str, asked: frozenset[str]) -> Json:
    entry = {"$ref": f"#/components/schemas/{ENTRIES[name][0]}"}
    contents = {"type": "object", "properties": {"contents": {"type": "array", "items": entry}}}
    schema = {"allOf": [{"$ref": "#/components/schemas/Page"}, contents]}
    return {
        "summary": f"A page of {name}",
        "parameters": [{"$ref": f"#/components/parameters/{one}"} for one in sorted(asked)],
        "responses": {
            "200": _answer(schema),
            "400": {"description": "A parameter cannot be read; the answer names it."},
            "429": {"description": "Too many requests; Retry-After says when to come back."},
        },
    }


def _item(name: str) -> Json:
    number = {"name": "id", "in": "path", "required": True}
    number |= {"schema": {"type": "string", "format": "uuid"}}
    return {
        "summary": f"One of {name}, with everything in it",
        "parameters": [number],
        "responses": {
            "200": _answer({"$ref": f"#/components/schemas/{ENTRIES[name][0]}"}),
            "404": {"description": "There is none with this number, or it is not published."},
        },
    }


def _answer(schema: Json) -> Json:
    return {"description": "Found", "content": {"application/json": {"schema": schema}}}


def _schemas(profile: Profile) -> Json:
    page = {name: {"type": kind} for name, kind in PAGE_FIELDS.items()}
    found: Json = {"Page": {"type": "object", "required": list(page), "properties": page}}
    for name in profile.lists:
        title, needed = ENTRIES[name]
        found[title] = {
            "type": "object",
            "required": list(needed),
            "properties": {key: _field(key) for key in needed},
            "externalDocs": {"url": profile.page},
        }
    return found


def _field(name: str) -> Json:
    return {"type": "string", "format": "uuid"} if name == "id" else {"type": "string"}


def _parameters(profile: Profile) -> Json:
    used = sorted(frozenset().union(*profile.lists.values()))
    return {name: _parameter(name) for name in used}


def _parameter(name: str) -> Json:
    kind = "integer" if name in WHOLE else "boolean" if name in YES_OR_NO else "string"
    words = f"{MEANINGS[name]} It should be {READERS[name][1]}."
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": words,
        "schema": {"type": kind},
    }
