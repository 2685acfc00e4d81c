"""Pain ratings as FHIR R4 Observations, for whoever keeps records that speak it.

One Bundle of the type ``collection``: a person without a name, and one Observation for each rating
that was given, with LOINC 72514-3, "Pain severity - 0-10 verbal numeric rating", and the number as
an integer. LOINC also has answer codes for the eleven numbers, and national guides show one of them
as "2 or more", so codes are not used. Days without a rating have no Observation; notes never leave.
"""

import datetime
import json
import uuid
from collections.abc import Iterator
from typing import Any

from lessons_lib.tracker.archive.contents import Contents

LOINC = "http://loinc.org"
PAIN_SEVERITY = "72514-3"
_CATEGORIES = "http://terminology.hl7.org/CodeSystem/observation-category"
_REASONS = "http://terminology.hl7.org/CodeSystem/v3-ActReason"

_SITES = {"pain_back": "Lower back", "pain_leg": "Leg"}


def bundle(diary: Contents, *, now: datetime.datetime | None = None) -> bytes:
    """Every rating of a diary.

    Args:
        diary: what to write.
        now: when the file is written; now, if not given.

    Returns:
        JSON. The ids are made from the diary's own random id, so a second export has the same.
    """
    (profile,) = diary.dicts("profile")
    whose = uuid.uuid5(uuid.NAMESPACE_OID, f"lessons_lib/{profile['uid']}")
    instant = (now or datetime.datetime.now(datetime.UTC)).astimezone(datetime.UTC)
    # The code that marks records of people who do not exist.
    security = [{"system": _REASONS, "code": "HTEST", "display": "test health data"}]
    meta = {"meta": {"security": security}} if profile["synthetic"] else {}
    resources = [
        {"resourceType": "Patient", "id": str(whose), **meta},
        *_observations(diary, whose, meta),
    ]
    whole = {
        "resourceType": "Bundle",
        **meta,
        "type": "collection",
        "timestamp": f"{instant:%Y-%m-%dT%H:%M:%SZ}",
        "entry": [{"fullUrl": f"urn:uuid:{one['id']}", "resource": one} for one in resources],
    }
    return json.dumps(whole, indent=1).encode()


def _observations(
    diary: Contents, whose: uuid.UUID, meta: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    person = {"reference": f"urn:uuid:{whose}"}
    for day in diary.dicts("day"):
        for column, site in _SITES.items():
            if day[column] is not None:
                yield {
                    "resourceType": "Observation",
                    "id": str(uuid.uuid5(whose, f"{day['local_date']}/{column}")),
                    **meta,
                    "status": "final",
                    "category": [{"coding": [{"system": _CATEGORIES, "code": "survey"}]}],
                    "code": {
                        "coding": [
                            {
                                "system": LOINC,
                                "code": PAIN_SEVERITY,
                                "display": "Pain severity - 0-10 verbal numeric rating",
                            }
                        ],
                        "text": "Self-reported pain, 0 to 10",
                    },
                    "subject": person,
                    "effectiveDateTime": day["local_date"],
                    "performer": [person],
                    "valueInteger": day[column],
                    "bodySite": {"text": site},
                }
