"""Open models behind endpoints of Azure Machine Learning (spec 5.6)."""

from enum import Enum
from typing import Dict, Optional

from promptflow._core.tool import ToolProvider, tool
from promptflow.contracts.types import PromptTemplate
from promptflow.tools import _endpoints
from promptflow.tools._http import Unreachable, send
from promptflow.tools.common import chat_messages, render_jinja_template
from promptflow.tools.exception import OpenModelLLMOnlineEndpointError, OpenModelLLMUserError


class API(str, Enum):
    CHAT = "chat"
    COMPLETION = "completion"


class ModelFamily(str, Enum):
    LLAMA = "LLaMa"
    DOLLY = "Dolly"
    GPT2 = "GPT-2"
    FALCON = "Falcon"


class OpenModelLLM(ToolProvider):
    """`endpoint_name` is `<kind>/<name>`: localConnection or connection (a custom connection), onlineEndpoint or
    serverlessEndpoint (of the workspace that the AZUREML_ARM_ variables name)."""

    def __init__(self):
        super().__init__()

    @tool
    def call(
        self,
        prompt: PromptTemplate,
        api: API,
        endpoint_name: str,
        deployment_name: Optional[str] = None,
        temperature: Optional[float] = 1.0,
        max_new_tokens: Optional[int] = 500,
        top_p: Optional[float] = 1.0,
        model_kwargs: Optional[Dict] = {},
        **kwargs,
    ) -> str:
        api = API(getattr(api, "value", api))
        endpoint = _endpoints.find(endpoint_name, deployment_name or None)
        hidden = kwargs.pop("_inputs_to_escape", None)
        if api == API.CHAT:
            _must_chat(endpoint)
            asked = chat_messages(prompt, kwargs, hidden)
        else:
            asked = render_jinja_template(prompt, **kwargs)
        parameters = {"top_p": top_p, "temperature": temperature, "max_new_tokens": max_new_tokens}
        payload = request_for(endpoint, api, asked, {**parameters, **(model_kwargs or {})})
        return answer_of(endpoint, api, _post(endpoint, payload))


def _must_chat(endpoint):
    if endpoint.family != ModelFamily.LLAMA:
        raise OpenModelLLMUserError(
            message="Models of the family %s complete texts; use api: completion." % endpoint.family.value
        )


def request_for(endpoint, api, asked, parameters):
    """The body for the family of the model; `asked` are messages, or the text to complete."""
    if endpoint.serverless:
        given = dict(parameters)
        limit = given.pop("max_new_tokens")
        return {"messages" if api == API.CHAT else "prompt": asked, "max_tokens": limit, **given}
    if endpoint.family == ModelFamily.LLAMA:
        parameters = {"do_sample": True, **parameters}
    strings = asked if api == API.CHAT else [asked]
    return {"input_data": {"input_string": strings, "parameters": parameters}}


def answer_of(endpoint, api, answer):
    """The model's text in what the endpoint said."""
    try:
        if endpoint.serverless:
            choice = answer["choices"][0]
            return choice["message"]["content"] if api == API.CHAT else choice["text"]
        if api == API.CHAT:
            return answer["output"]
        first = answer[0] if isinstance(answer, list) else answer
        if isinstance(first, dict):
            return first["0"] if "0" in first else first["output"]
        return first
    except (KeyError, IndexError, TypeError) as error:
        raise OpenModelLLMUserError(
            message="The endpoint's answer is not that of a %s model: %s" % (endpoint.family.value, str(answer)[:300])
        ) from error


def _post(endpoint, payload):
    url = endpoint.url
    if endpoint.serverless:
        path = "/v1/chat/completions" if "messages" in payload else "/v1/completions"
        url = url if url.rstrip("/").endswith("completions") else url.rstrip("/") + path
    headers = {
        "Authorization": "Bearer " + endpoint.key,
        "x-ms-user-agent": "PromptFlow/OpenModelLLM/" + endpoint.family.value,
    }
    if endpoint.deployment:
        headers["azureml-model-deployment"] = endpoint.deployment
    try:
        answer = send("POST", url, headers, payload, seconds=300)
    except Unreachable as error:
        raise OpenModelLLMOnlineEndpointError(message="%s could not be reached: %s" % (url, error)) from None
    if not answer.ok:
        raise OpenModelLLMOnlineEndpointError(
            message="Exception hit calling Online Endpoint: status %d: %s%s"
            % (answer.status, answer.text[:500], _advice(answer.status))
        )
    return answer.json()


def _advice(status):
    """What the statuses of such endpoints mean."""
    if status in (401, 403):
        return " (the key is not that of the endpoint)"
    if status == 424:
        return " (the model itself failed: look at the deployment's log)"
    if status == 429:
        return " (too many requests at once for the deployment)"
    return ""


def list_endpoint_names(subscription_id=None, resource_group_name=None, workspace_name=None, return_endpoint_url=False):
    """Choices for `endpoint_name`."""
    workspace = _endpoints.Workspace.of(subscription_id, resource_group_name, workspace_name)
    return [{"value": name, "display_value": name} for name in workspace.endpoint_names()] if workspace else []


def list_deployment_names(subscription_id=None, resource_group_name=None, workspace_name=None, endpoint=None):
    """Choices for `deployment_name`."""
    kind, _, name = (endpoint or "").partition("/")
    workspace = _endpoints.Workspace.of(subscription_id, resource_group_name, workspace_name)
    if workspace is None or kind != "onlineEndpoint" or not name:
        return []
    return [{"value": found, "display_value": found} for found in workspace.deployment_names(name)]
