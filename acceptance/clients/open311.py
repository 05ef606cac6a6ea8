"""Two clients that others wrote talk to our Open311: `georeport` reads strictly, `three` files.

Usage: open311.py ROOT CODE, where CODE is a petition that is there. Exits with an error when a
client does, or when it reads something else than it must.
"""

import itertools
import sys

# `three` was written for an older Python: the two names that it misses.
itertools.ifilter, itertools.imap = filter, map

import georeport  # noqa: E402
import three  # noqa: E402

root, code = sys.argv[1], sys.argv[2]
for form in ("json", "xml"):
    reader = georeport.GeoReport(root, output_format=form)
    services = reader.get_service_list()
    assert any(service["service_code"] == "water" for service in services), services
    definition = reader.get_service_definition("water")
    assert "attributes" in str(definition), definition
    found = reader.get_service_request(code)
    found = found[0] if isinstance(found, list) else found
    assert found["service_request_id"] == code, found
    assert found["expected_datetime"].endswith("+07:00"), found
    listed = reader.get_service_requests(status="open")
    listed = listed if isinstance(listed, list) else [listed]
    assert any(request["service_request_id"] == code for request in listed), listed

# Its reader of XML stands on a library that no Python of today runs; `georeport` reads ours.
filer = three.Three(root, format="json")
assert filer.services(), "services"
answer = filer.post(
    "roads",
    description="Ổ gà trước cổng trường.",
    lat=15.7123,
    long=108.4234,
    address="cổng trường, thôn Gò Dài",
)
made = answer[0] if isinstance(answer, list) else answer
number = made["service_request_id"]
again = filer.request(number)
again = again[0] if isinstance(again, list) else again
assert again["service_code"] == "roads", again
assert abs(float(again["lat"]) - 15.7125) < 1e-9, again
assert filer.requests(status="open"), "requests"
print(number)
