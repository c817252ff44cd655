"""DataCaptureConfig as the runtime reads it."""

from dataclasses import dataclass
from typing import Any

from lockgate.local.sagemaker.asynchronous.locations import Location, parse
from lockgate.local.sagemaker.records import Definition

INPUT, OUTPUT = "INPUT", "OUTPUT"
_MODES = {"Input": {INPUT}, "Output": {OUTPUT}, "InputAndOutput": {INPUT, OUTPUT}}


@dataclass(frozen=True)
class Settings:
    """How much of what is captured, and where it goes.

    Source: DataCaptureConfig and CaptureContentTypeHeader in the API reference (CAP-01, CAP-02).
    """

    destination: Location
    percentage: int
    """Of the requests; 0 to 100."""
    modes: frozenset[str]
    """INPUT, OUTPUT or both."""
    csv_types: frozenset[str] = frozenset()
    json_types: frozenset[str] = frozenset()
    """Media types, in lower case; what is in neither set is captured in base64."""

    @classmethod
    def of(cls, config: Definition) -> "Settings | None":
        """Those of an endpoint configuration; none if it captures nothing."""
        given = config.request.get("DataCaptureConfig")
        if given is None or not is_enabled(given):
            return None
        types = given.get("CaptureContentTypeHeader", {})
        return cls(
            destination=parse(given["DestinationS3Uri"]),
            percentage=given["InitialSamplingPercentage"],
            modes=frozenset().union(*(_MODES[o["CaptureMode"]] for o in given["CaptureOptions"])),
            csv_types=_lower(types.get("CsvContentTypes", [])),
            json_types=_lower(types.get("JsonContentTypes", [])),
        )

    def encoding(self, content_type: str) -> str:
        """CSV, JSON or BASE64, by the media type: parameters such as the charset do not count.

        A `text/csv; charset=utf-8` has the encoding of `text/csv` in the guide's own example.
        """
        media_type = content_type.partition(";")[0].strip().lower()
        if media_type in self.csv_types:
            return "CSV"
        return "JSON" if media_type in self.json_types else "BASE64"


def is_enabled(capture: dict[str, Any]) -> bool:
    """Whether a DataCaptureConfig captures; the API reference says that it does by default."""
    return bool(capture.get("EnableCapture", True))


def _lower(types: list[str]) -> frozenset[str]:
    return frozenset(one.lower() for one in types)
