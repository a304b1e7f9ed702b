"""Local HTTP servers that behave like CRMs, with the faults that real ones have."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from typing import Any

Answer = tuple[int, Any]
Handler = Callable[["FakeCrm", str, str, Any], Answer]


@dataclass
class FakeCrm:
    """What a CRM holds, what it was asked, and the faults it is going to have.

    A fault is a status, "timeout" (the answer comes too late, after the write), "lost" (the
    connection ends without an answer) or "ok" (none); each is for one request. `refuses` are
    records it will not take, `missing` records it does not have, `silent` records of which its
    answer says nothing, `contacts` records that are contacts, whatever their ids say.
    """

    handler: Handler
    token: str = "secret"  # noqa: S105 - of a fake
    url: str = ""
    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    writes: Counter[str] = field(default_factory=Counter)
    requests: list[tuple[float, str, str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    statuses: Counter[int | str] = field(default_factory=Counter)
    faults: list[int | str] = field(default_factory=list)
    refuses: set[str] = field(default_factory=set)
    missing: set[str] = field(default_factory=set)
    silent: set[str] = field(default_factory=set)
    contacts: set[str] = field(default_factory=set)
    delay: float = 0

    def write(self, key: str, values: dict[str, Any]) -> None:
        """Take values for a record, as often as they come."""
        self.records.setdefault(key, {}).update(values)
        self.writes[key] += 1

    def forget(self) -> None:
        """Count anew."""
        self.requests.clear()
        self.writes.clear()
        self.statuses.clear()


@contextmanager
def serving(handler: Handler) -> Iterator[FakeCrm]:
    """Run a fake CRM on a free port."""
    crm = FakeCrm(handler)

    class Requests(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(200, {}, {})

        def do_POST(self) -> None:
            self._serve()

        def do_PATCH(self) -> None:
            self._serve()

        def do_PUT(self) -> None:
            self._serve()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def _serve(self) -> None:
            content = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            is_json = self.headers.get("Content-Type") == "application/json"
            body = json.loads(content) if is_json else content
            crm.requests.append((time.monotonic(), self.command, self.path, body))
            crm.headers.append(dict(self.headers))
            time.sleep(crm.delay)
            fault = crm.faults.pop(0) if crm.faults else None
            crm.statuses[fault or "ok"] += 1
            if fault == "lost":
                self.close_connection = True
            elif isinstance(fault, int):
                headers = {429: {"Retry-After": "1"}, 301: {"Location": "/moved"}}
                self._answer(fault, {"message": "not now"}, headers.get(fault, {}))
            else:
                status, answer = crm.handler(crm, self.command, self.path, body)
                if fault == "timeout":
                    time.sleep(1.5)
                self._answer(status, answer, {})

        def _answer(self, status: int, answer: Any, headers: dict[str, str]) -> None:
            content = answer.encode() if isinstance(answer, str) else json.dumps(answer).encode()
            try:
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)
            except ConnectionError:
                pass  # the client has given up

    server = ThreadingHTTPServer(("127.0.0.1", 0), Requests)
    server.daemon_threads = True
    crm.url = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield crm
    finally:
        server.shutdown()
        server.server_close()


def rest(crm: FakeCrm, method: str, path: str, body: Any) -> Answer:
    """A batch endpoint that lists what it did not take, and one for each lead."""
    if path.startswith("/leads/") and method == "PATCH":
        key = path.removeprefix("/leads/")
        if key in crm.missing:
            return 404, {"message": "no such lead"}
        crm.write(key, body)
        return 200, {}
    assert (method, path) == ("POST", "/leads/batch")
    errors = []
    for row in body["rows"]:
        key = row["lead_id"]
        if key in crm.missing:
            errors.append({"lead_id": key, "code": "not_found", "message": "no such lead"})
        elif key in crm.refuses:
            errors.append({"lead_id": key, "code": "locked", "message": "by ann@example.com"})
        else:
            crm.write(
                key, {name: row[name] for name in row if name not in {"lead_id", "operation"}}
            )
    return 200, {"errors": errors}


def hubspot(crm: FakeCrm, method: str, path: str, body: Any) -> Answer:
    """Batch update of contacts: 200, 207 with what failed, 400 where a value is not valid."""
    assert (method, path) == ("POST", "/crm/v3/objects/contacts/batch/update")
    inputs = body["inputs"]
    assert len(inputs) <= 100
    if any(each["id"] in crm.refuses for each in inputs):
        return 400, {
            "status": "error",
            "category": "VALIDATION_ERROR",
            "message": "Property values were not valid",
        }
    results = []
    gone = []
    for each in inputs:
        if each["id"] in crm.missing:
            gone.append(each["id"])
        elif each["id"] not in crm.silent:
            crm.write(each["id"], each["properties"])
            results.append({"id": each["id"], "properties": each["properties"]})
    if not gone:
        return 200, {"status": "COMPLETE", "results": results}
    error = {
        "status": "error",
        "category": "OBJECT_NOT_FOUND",
        "message": f"Could not get some CONTACT objects, they may be deleted: {gone}",
        "context": {"ids": gone},
    }
    return 207, {"status": "COMPLETE", "results": results, "numErrors": 1, "errors": [error]}


def salesforce(crm: FakeCrm, method: str, path: str, body: Any) -> Answer:
    """A token for client credentials, and sObject collections with allOrNone false."""
    if path == "/services/oauth2/token":
        assert body == "grant_type=client_credentials&client_id=me&client_secret=secret"
        return 200, {"access_token": "token", "instance_url": crm.url, "token_type": "Bearer"}
    assert (method, path) == ("PATCH", "/services/data/v62.0/composite/sobjects")
    assert body["allOrNone"] is False
    assert len(body["records"]) <= 200
    types = [record["attributes"]["type"] for record in body["records"]]
    assert 1 + sum(one != next_one for one, next_one in pairwise(types)) <= 10
    results = []
    for record in body["records"]:
        key = record.pop("id")
        kind = "Contact" if key.startswith("003") or key in crm.contacts else "Lead"
        code = "" if record.pop("attributes") == {"type": kind} else "INVALID_ID_FIELD"
        code = code or ("ENTITY_IS_DELETED" if key in crm.missing else "")
        code = code or ("FIELD_CUSTOM_VALIDATION_EXCEPTION" if key in crm.refuses else "")
        if code:
            error = {"statusCode": code, "message": code.lower(), "fields": []}
            results.append({"success": False, "errors": [error]})
        else:
            crm.write(key, record)
            results.append({"id": key, "success": True, "errors": []})
    return 200, results


def slack(crm: FakeCrm, method: str, path: str, body: Any) -> Answer:
    """An incoming webhook."""
    assert (method, path) == ("POST", "/services/T0/B0/x")
    crm.write(str(len(crm.writes)), body)
    return 200, "ok"
