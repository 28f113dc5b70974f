"""Open models behind endpoints of Azure Machine Learning (spec 5.6)."""

import time
from enum import Enum
from typing import Dict, Optional

from promptflow._core.tool import ToolProvider, tool
from promptflow.contracts.types import PromptTemplate
from promptflow.tools import _endpoints
from promptflow.tools._http import Unreachable, send
from promptflow.tools.common import chat_messages, render_jinja_template
from promptflow.tools.exception import OpenModelLLMOnlineEndpointError

# what the original calls the model behind a serverless endpoint
SERVERLESS_MODEL = "llama-2-7b-hf"
ATTEMPTS = 5
# statuses that another attempt may not meet
PASSING = (408, 424, 429)


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
        # only Llamas chat; all others complete the text, whatever the api
        endpoint = _endpoints.find(endpoint_name, deployment_name or None)
        hidden = kwargs.pop("_inputs_to_escape", None)
        chats = getattr(api, "value", api) == API.CHAT.value and endpoint.family == ModelFamily.LLAMA
        asked = chat_messages(prompt, kwargs, hidden) if chats else render_jinja_template(prompt, **kwargs)
        parameters = {
            **(model_kwargs or {}),
            "top_p": top_p,
            "temperature": temperature,
            "max_new_tokens": max_new_tokens,
        }
        return answer_of(endpoint, chats, _post(endpoint, request_for(endpoint, chats, asked, parameters)))


def request_for(endpoint, chats, asked, parameters):
    """The body for the family of the model; `asked` are messages, or the text to complete."""
    if endpoint.serverless:
        named = {"model": SERVERLESS_MODEL, "messages": asked} if chats else {"prompt": asked}
        return {**named, "n": 1, **parameters, "max_tokens": parameters["max_new_tokens"]}
    strings = {"input_string": asked if chats else [asked]}
    if endpoint.family == ModelFamily.LLAMA:
        return {"input_data": {**strings, "parameters": {"do_sample": True, **parameters}}}
    return {"input_data": strings, "parameters": parameters}


def answer_of(endpoint, chats, answer):
    """The model's text in what the endpoint said."""
    try:
        if endpoint.serverless:
            choice = answer["choices"][0]
            return choice["message"]["content"] if chats else choice["text"]
        if chats:
            return answer["output"]
        first = answer[0]
        return first if isinstance(first, str) else first["0"]
    except (KeyError, IndexError, TypeError) as error:
        raise OpenModelLLMOnlineEndpointError(
            message="Unexpected response format: the endpoint's answer is not that of a %s model: %s"
            % (endpoint.family.value, str(answer)[:300])
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
    answer = _sent(url, headers, payload)
    if not answer.ok:
        raise OpenModelLLMOnlineEndpointError(
            message="Exception hit calling Online Endpoint: Request failure while calling Online Endpoint "
            "Status:%d%s\nError:%s" % (answer.status, _advice(answer.status), answer.text[:500])
        )
    return answer.json()


def _sent(url, headers, payload):
    """The answer, after as many attempts as the original makes of what may pass."""
    for attempt in range(ATTEMPTS):
        last = attempt == ATTEMPTS - 1
        try:
            answer = send("POST", url, headers, payload, seconds=300)
        except Unreachable as error:
            if last:
                raise OpenModelLLMOnlineEndpointError(message="%s could not be reached: %s" % (url, error)) from None
            time.sleep(2**attempt)
            continue
        if last or not (answer.status in PASSING or answer.status >= 500):
            return answer
        time.sleep(float(answer.headers.get("retry-after") or 2**attempt))
    return None


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
