"""Azure AI Content Safety: text analysis with thresholds per category."""

from enum import Enum

from promptflow._core.tool import tool
from promptflow.connections import AzureContentSafetyConnection
from promptflow.tools._http import Unreachable, send
from promptflow.tools.exception import AzureContentSafetyInputValueError, AzureContentSafetySystemError


class TextCategorySensitivity(str, Enum):
    DISABLE = "disable"
    LOW_SENSITIVITY = "low_sensitivity"
    MEDIUM_SENSITIVITY = "medium_sensitivity"
    HIGH_SENSITIVITY = "high_sensitivity"


THRESHOLDS = {"disable": -1, "low_sensitivity": 6, "medium_sensitivity": 4, "high_sensitivity": 2}
CATEGORIES = ("Hate", "SelfHarm", "Sexual", "Violence")


@tool
def analyze_text(
    connection: AzureContentSafetyConnection,
    text: str,
    hate_category: TextCategorySensitivity = TextCategorySensitivity.MEDIUM_SENSITIVITY,
    sexual_category: TextCategorySensitivity = TextCategorySensitivity.MEDIUM_SENSITIVITY,
    self_harm_category: TextCategorySensitivity = TextCategorySensitivity.MEDIUM_SENSITIVITY,
    violence_category: TextCategorySensitivity = TextCategorySensitivity.MEDIUM_SENSITIVITY,
):
    """`{"suggested_action": "Accept" | "Reject", "action_by_category": {…}}`."""
    limits = {
        "Hate": _threshold(hate_category),
        "SelfHarm": _threshold(self_harm_category),
        "Sexual": _threshold(sexual_category),
        "Violence": _threshold(violence_category),
    }
    found = {item["category"]: item["severity"] for item in _analyze(connection, text)["categoriesAnalysis"]}
    actions = {}
    for category in CATEGORIES:
        severity, limit = found.get(category), limits[category]
        actions[category] = "Reject" if limit != -1 and severity is not None and severity >= limit else "Accept"
    rejected = "Reject" in actions.values()
    return {"suggested_action": "Reject" if rejected else "Accept", "action_by_category": actions}


def _threshold(sensitivity):
    value = getattr(sensitivity, "value", sensitivity)
    if value not in THRESHOLDS:
        raise AzureContentSafetyInputValueError(
            message="%r is no sensitivity; choose one of %s." % (value, ", ".join(THRESHOLDS))
        )
    return THRESHOLDS[value]


def _analyze(connection, text):
    address = "%s/contentsafety/text:analyze?api-version=%s" % (
        connection.endpoint.rstrip("/"),
        connection.api_version,
    )
    headers = {"Ocp-Apim-Subscription-Key": connection.api_key, "ms-azure-ai-sender": "prompt_flow"}
    try:
        answer = send("POST", address, headers, {"text": text, "blocklistNames": []})
    except Unreachable as error:
        raise ConnectionError("Content Safety could not be reached at %s: %s" % (connection.endpoint, error)) from None
    if not answer.ok:
        raise AzureContentSafetySystemError(
            message="Error in detecting content: %s (status %d)" % (_reason(answer), answer.status)
        )
    return answer.json()


def _reason(answer):
    try:
        return answer.json()["error"]["message"]
    except (ValueError, KeyError, TypeError):
        return answer.text[:300]
