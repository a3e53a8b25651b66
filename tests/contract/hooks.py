"""What schemathesis does not know by itself: the things that there are.

Random ids meet nothing, so a fuzzer that has no others sees refusals alone. By the document's own `x-ref` each id of an
input is exchanged for one that the house holds, and a version for the one that was read. Whether, and which, comes from
the generated value itself: the same seed sends the same requests.
"""

import atexit
import collections
import hashlib
import json
import os
import re
from pathlib import Path

import schemathesis

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
POOL = json.loads(Path(os.environ["ACCORD_CONTRACT_POOL"]).read_text(encoding="utf-8"))
DOCUMENT = json.loads(Path(os.environ["ACCORD_CONTRACT_DOCUMENT"]).read_text(encoding="utf-8"))
SCHEMAS = {}
for path in DOCUMENT["paths"].values():
    for operation in path.values():
        if "requestBody" in operation:
            # JSON, or the form of a file.
            SCHEMAS[operation["operationId"]] = next(iter(operation["requestBody"]["content"].values()))["schema"]
        else:
            fields = {each["name"]: each["schema"] for each in operation["parameters"]}
            SCHEMAS[operation["operationId"]] = {"properties": fields}


def draw(value, salt):
    """A number that the value alone decides."""
    return int.from_bytes(hashlib.sha256(f"{salt}:{value}".encode(errors="replace")).digest()[:6], "big")


def known(entity, name, value):
    """An id that there is, in three of four cases."""
    choices = POOL["ids"].get(entity) or POOL["ids"].get(name) or []
    number = draw(value, name)
    return choices[number // 4 % len(choices)] if choices and number % 4 else value


def real(schema, value, name=""):
    """The value with ids that there are."""
    if not isinstance(schema, dict):
        return value
    if isinstance(value, str):
        if schema.get("format") == "uuid" and UUID.fullmatch(value):
            return known(schema.get("x-ref"), name, value)
        return value
    for inner in schema.get("anyOf", []):
        value = real(inner, value, name)
    if isinstance(value, list):
        return [real(schema.get("items"), each, name) for each in value]
    if isinstance(value, dict):
        fields = schema.get("properties", {})
        out = {key: real(fields.get(key), each, key) for key, each in value.items()}
        version = out.get("version")
        if isinstance(version, int) and abs(version) < 2**63 and "version" in fields and draw(version, "version") % 4:
            read = [POOL["versions"][each] for each in out.values() if isinstance(each, str) and each in POOL["versions"]]
            out["version"] = read[0] if read else version
        return out
    return value


@schemathesis.hook
def map_body(context, body):
    return real(SCHEMAS.get(context.operation.definition.raw.get("operationId")), body)


VERSION = re.compile(r'([0-9]{1,18}|"[0-9]{1,18}")')


@schemathesis.hook
def before_call(context, case, kwargs):
    """`If-Match` names the version of the body, as a client's would: another is refused, and one beside a body that lacks
    it would make up for what is to be refused."""
    sent = (case.headers or {}).get("If-Match")
    if isinstance(sent, str) and VERSION.fullmatch(sent):
        version = case.body.get("version") if isinstance(case.body, dict) else None
        if isinstance(version, int) and not isinstance(version, bool) and 0 <= version < 10**18:
            case.headers["If-Match"] = f'"{version}"'
        else:
            del case.headers["If-Match"]


@schemathesis.hook
def map_path_parameters(context, path_parameters):
    return real(SCHEMAS.get(context.operation.definition.raw.get("operationId")), path_parameters) if path_parameters else path_parameters


@schemathesis.hook
def map_query(context, query):
    return real(SCHEMAS.get(context.operation.definition.raw.get("operationId")), query) if query else query


STATUSES = collections.Counter()
ASKED = set()
DONE = set()


@schemathesis.hook
def after_call(context, case, response):
    name = case.operation.definition.raw.get("operationId")
    STATUSES[response.status_code] += 1
    ASKED.add(name)
    if response.status_code == 200:
        DONE.add(name)


@atexit.register
def tell():
    told = {"asked": len(ASKED), "done": len(DONE), "statuses": STATUSES, "never": sorted(ASKED - DONE)}
    Path(os.environ["ACCORD_CONTRACT_TOLD"]).write_text(json.dumps(told), encoding="utf-8")
