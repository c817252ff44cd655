"""The SNS messages about finished requests, in the JSON that AWS sends.

Its members are those of messages that users of AWS have shown in public code: AWS's pages name
the topics but not the message.
"""

import base64
import json
from datetime import datetime
from typing import Any

from lockgate.local.sagemaker.asynchronous.outcome import Outcome
from lockgate.local.sagemaker.asynchronous.request import AsyncRequest
from lockgate.local.sagemaker.records import now

RESPONSE_LIMIT = 128 * 1024
"""Longest response that a message includes, in bytes (ASY-04)."""


def message(request: AsyncRequest, outcome: Outcome) -> str:
    """The message about a request: its status, places, and the response if it is asked for."""
    told: dict[str, Any] = {
        "awsRegion": request.invocation.scope.region,
        "eventTime": _time(now()),
        "receivedTime": _time(request.received),
        "invocationStatus": outcome.status,
    }
    if outcome.reason is not None:
        told["failureReason"] = outcome.reason
    told["requestParameters"] = _request_parameters(request)
    if parameters := _response_parameters(request, outcome):
        told["responseParameters"] = parameters
    if _includes_response(request, outcome):
        content = base64.b64encode(outcome.body).decode()
        told["responseBody"] = {"content": content, "encoding": "BASE64"}
    told |= {"inferenceId": request.id, "eventVersion": "1.0"}
    return json.dumps(told | {"eventSource": "aws:sagemaker", "eventName": "InferenceResult"})


def topic(request: AsyncRequest, outcome: Outcome) -> str | None:
    """ARN of the topic that the message goes to, if there is one."""
    settings = request.settings
    return settings.success_topic if outcome.is_success else settings.error_topic


def _request_parameters(request: AsyncRequest) -> dict[str, str]:
    members = request.invocation.members
    given = {
        "accept": members.get("Accept"),
        "contentType": members.get("ContentType"),
        "customAttributes": members.get("CustomAttributes"),
        "endpointName": request.invocation.endpoint,
        "inputLocation": members.get("InputLocation"),
    }
    return {name: value for name, value in given.items() if value is not None}


def _response_parameters(request: AsyncRequest, outcome: Outcome) -> dict[str, str]:
    member, place = (
        ("outputLocation", request.output)
        if outcome.is_success
        else ("failureLocation", request.failure)
    )
    if place is None:
        return {}
    return {"contentType": outcome.content_type, member: place.uri}


def _includes_response(request: AsyncRequest, outcome: Outcome) -> bool:
    name = "SUCCESS" if outcome.is_success else "ERROR"
    wanted = f"{name}_NOTIFICATION_TOPIC" in request.settings.responses_in
    return wanted and outcome.is_response and len(outcome.body) <= RESPONSE_LIMIT


def _time(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
