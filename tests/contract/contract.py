"""Asks the whole API, as five people of a demo, whether it keeps to its own document; started by `tests/contract/run`.

Every action and every view is called by schemathesis with inputs that fit their schema and with inputs that do not.
Whatever comes back must have a status that the document names, of the media type it names, with a body that fits the
schema there; nothing may answer 5xx, and what the schema forbids must be refused. The sample calls each operation as one
of those of the five who may, the long form as each of them, on both databases.
"""

import concurrent.futures
import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
from pathlib import Path

HERE = Path(__file__).resolve().parent
LONG = os.environ.get("ACCORD_TEST_LONG") == "1"
# The same house for everybody would let one end what another is about to look at; each has their own.
PEOPLE = {
    "sales representative": "suzie@halden.example",
    "head of manufacturing": "mark@halden.example",
    "head of service": "steve@halden.example",
    "administrator": "ada@halden.example",
    "customer's contact": "paul.keane@harbourmills.example",
}
CHECKS = [
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
    "unsupported_method",
]
# What would end the test instead of testing anything, with the reason. Each has tests of its own.
EXCLUDED = {
    "session.end": "among the sessions that there are is the one that asks: everything after it would be a 401",
}


class House:
    """A demo of its own, on either database."""

    def __init__(self, folder, database):
        self.folder, self.database, self.name = folder, database, None
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        command = [os.environ["ACCORD_BIN"], "demo", "--customers", "6", "--listen", f"127.0.0.1:{self.port}"]
        command += ["--data", str(folder / "data")]
        if database == "postgresql":
            self.name = f"contract_{os.getpid()}_{self.port}"
            self.sql(f"CREATE DATABASE {self.name}")
            server = os.environ["ACCORD_TEST_POSTGRES"]
            # The last part of the path names the database.
            command += ["--database", re.sub(r"/[^/?]*(\?.*)?$", rf"/{self.name}\1", server, count=1)]
        self.log = open(folder / "accord.log", "w+", encoding="utf-8")
        environment = {**os.environ, "ACCORD_LOG": "error"}
        guard = ["setpriv", "--pdeathsig", "KILL", "--"] if sys.platform == "linux" else []
        self.program = subprocess.Popen(guard + command, stdout=self.log, stderr=self.log, env=environment)
        deadline = time.monotonic() + 180
        while True:
            if self.program.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(f"the demo did not start:\n{self.said()}")
            try:
                if self.ask("GET", "/healthz")[0] == 200:
                    break
            except OSError:
                time.sleep(0.1)

    def sql(self, text):
        psql = Path(os.environ["ACCORD_TEST_POSTGRES_BIN"]) / "psql"
        command = [psql, "--no-psqlrc", "--quiet", "--command", text, os.environ["ACCORD_TEST_POSTGRES"]]
        subprocess.run(command, check=True)

    def said(self):
        self.log.flush()
        return (self.folder / "accord.log").read_text(encoding="utf-8", errors="replace")[-4000:]

    def ask(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return answer.status, answer.getheader("set-cookie"), answer.read()
        finally:
            connection.close()

    def enter(self, email):
        """The cookie of a session."""
        form = {"content-type": "application/x-www-form-urlencoded"}
        cookie = self.ask("POST", "/demo/enter", urllib.parse.urlencode({"email": email}), form)[1]
        return cookie.split(";")[0]

    def close(self):
        self.program.send_signal(signal.SIGTERM)
        try:
            self.program.wait(20)
        except subprocess.TimeoutExpired:
            self.program.kill()
            self.program.wait()
        if self.name:
            self.sql(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")


def gather(house, cookie, document):
    """Ids and versions of the things that somebody sees: every view that needs nothing or only known ids is read."""
    pool = {"ids": {}, "versions": {}}

    def take(schema, value):
        if isinstance(value, str) and isinstance(schema, dict) and "x-ref" in schema:
            seen = pool["ids"].setdefault(schema["x-ref"], [])
            if value not in seen and len(seen) < 40:
                seen.append(value)
        elif isinstance(value, list):
            for each in value:
                take(schema.get("items", {}), each)
        elif isinstance(value, dict):
            for part in [schema, *schema.get("anyOf", [])]:
                for name, each in value.items():
                    take(part.get("properties", {}).get(name, {}), each)
            if isinstance(value.get("id"), str) and isinstance(value.get("version"), int):
                pool["versions"][value["id"]] = value["version"]

    views = [(path, each["get"]) for path, each in document["paths"].items() if "get" in each and "{" not in path]
    for _ in range(2):
        for path, view in views:
            need = [each for each in view["parameters"] if each["required"]]
            rounds = 1
            if need:
                pools = [pool["ids"].get(each["schema"].get("x-ref"), []) for each in need]
                rounds = min(6, *(len(each) for each in pools))
            for at in range(rounds):
                query = urllib.parse.urlencode({each["name"]: ids[at] for each, ids in zip(need, pools)}) if need else ""
                status, _, body = house.ask("GET", f"{path}?{query}", headers={"cookie": cookie})
                if status == 200:
                    take(view["responses"]["200"]["content"]["application/json"]["schema"], json.loads(body))
    return pool


def shared_out(folder):
    """For the sample: each operation for one person, in turn among those who may, so that little of it is a mere 403."""
    folder.mkdir()
    house = House(folder, "sqlite")
    try:
        cookies = {person: house.enter(email) for person, email in PEOPLE.items()}
        out = {person: [] for person in PEOPLE}
        json_type = {"content-type": "application/json"}
        for path, each in sorted(json.loads(house.ask("GET", "/api/v1/openapi.json")[2])["paths"].items()):
            def may(person):
                cookie = {"cookie": cookies[person]}
                # Who may is asked before the input is read, and a list is the input of nothing.
                if "post" in each:
                    return house.ask("POST", path, "[]", {**cookie, **json_type})[0] == 422
                return house.ask("GET", path, headers=cookie)[0] in (200, 422)
            # What none of them may is asked by a colleague; what a customer's contact gets of it, the matrix tests.
            able = [person for person in PEOPLE if may(person)] or list(PEOPLE)[:-1]
            least = min(able, key=lambda person: len(out[person]))
            out[least].append((each.get("post") or each["get"])["operationId"])
        return out
    finally:
        house.close()


def fuzz(email, database, folder, share):
    """Runs schemathesis as one person in a house of their own. Returns what came back, and what is wrong."""
    folder.mkdir(parents=True)
    house = House(folder, database)
    try:
        cookie = house.enter(email)
        document = json.loads(house.ask("GET", "/api/v1/openapi.json")[2])
        places = {name: folder / f"{name}.json" for name in ("pool", "openapi", "told")}
        places["pool"].write_text(json.dumps(gather(house, cookie, document)), encoding="utf-8")
        places["openapi"].write_text(json.dumps(document), encoding="utf-8")
        names = sorted(each["operationId"] for path in document["paths"].values() for each in path.values())
        unknown = sorted(set(EXCLUDED) - set(names))
        if unknown:
            return {}, f"excluded, but not in the document: {unknown}"
        wanted = os.environ.get("ACCORD_CONTRACT_ONLY", "")
        mine = [name for name in share or names if name not in EXCLUDED and re.search(wanted, name)]
        config = folder / "schemathesis.toml"
        chosen = f"[[operations]]\nexclude-operation-id = {json.dumps(mine)}\nenabled = false\n"
        # What is too large or stale is refused too, though not for its form alone.
        refused = [400, 401, 403, 404, 405, 409, 412, 413, 422]
        chosen = f"[checks.negative_data_rejection]\nexpected-statuses = {refused}\n{chosen}"
        methods = "" if LONG else "[phases.coverage]\nunexpected-methods = []\n"
        config.write_text(methods + chosen, encoding="utf-8")
        command = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(config), "run", str(places["openapi"])]
        command += ["--url", f"http://127.0.0.1:{house.port}", "--header", f"Cookie: {cookie}"]
        command += ["--checks", ",".join(CHECKS if LONG else CHECKS[:-1]), "--continue-on-failure", "--request-timeout", "30"]
        command += ["--phases", "coverage,fuzzing", "--max-examples", "20" if LONG else "3"]
        # The session is the proof; a made-up token beside it would only be refused.
        command += ["--generation-deterministic", "--generation-with-security-parameters", "false"]
        command += ["--suppress-health-check", "all", "--no-color", "--warnings", "off"]
        environment = {
            **os.environ,
            "SCHEMATHESIS_HOOKS": "hooks",
            "PYTHONPATH": f"{HERE}{os.pathsep}{os.environ['PYTHONPATH']}",
            "ACCORD_CONTRACT_POOL": str(places["pool"]),
            "ACCORD_CONTRACT_DOCUMENT": str(places["openapi"]),
            "ACCORD_CONTRACT_TOLD": str(places["told"]),
        }
        ran = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
        told = json.loads(places["told"].read_text(encoding="utf-8")) if places["told"].exists() else {}
        if ran.returncode != 0:
            return told, f"{ran.stdout}{ran.stderr}\n{house.said()}"
        if house.program.poll() is not None:
            return told, f"the program ended:\n{house.said()}"
        if house.ask("GET", "/api/v1/views/people.me", headers={"cookie": cookie})[0] == 401:
            return told, "the session ended meanwhile: whatever was asked after that tested nothing"
        if share and told.get("done", 0) < len(mine) // 5:
            return told, f"only {told.get('done', 0)} of {len(mine)} operations ever answered with success"
        return told, ""
    finally:
        house.close()


def line(told):
    """What came back, in one line."""
    statuses = ", ".join(f"{count} × {status}" for status, count in sorted(told.get("statuses", {}).items()))
    return f"{told.get('asked', 0)} operations, {told.get('done', 0)} of them with success; {statuses}"


def main():
    folder = Path(tempfile.mkdtemp(prefix="accord-contract-"))
    only = os.environ.get("ACCORD_CONTRACT_PERSON", "")
    databases = ["sqlite", "postgresql"] if LONG else ["sqlite"]
    runs = [(database, turn, person) for database in databases for turn, person in enumerate(PEOPLE) if only in person]
    began, failed = time.monotonic(), 0
    try:
        with concurrent.futures.ThreadPoolExecutor(max_workers=2) as workers:
            waiting = {}
            shares = {} if LONG or os.environ.get("ACCORD_CONTRACT_ONLY") else shared_out(folder / "shared-out")
            for database, turn, person in runs:
                place = folder / f"{database}-{turn}"
                waiting[workers.submit(fuzz, PEOPLE[person], database, place, shares.get(person))] = f"{person} on {database}"
            for done in concurrent.futures.as_completed(waiting):
                told, found = done.result()
                failed += bool(found)
                word = "FAILED" if found else "ok"
                print(f"{word:6} {waiting[done]}: {line(told)}; after {time.monotonic() - began:.0f} s", flush=True)
                if found:
                    print(found, flush=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"ℹ pass {len(runs) - failed}\nℹ fail {failed}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
