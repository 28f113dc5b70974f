"""What tools import from the built-in ones: templates, chat prompts, clients."""

from promptflow import _engine
from promptflow.core._flow import plain
from promptflow.exceptions import ErrorTarget, UserErrorException
from promptflow.tools import exception
from promptflow.tools._checks import (
    post_process_chat_api_response,
    process_function_call,
    process_tool_choice,
    validate_functions,
    validate_tools,
)
from promptflow.tools._images import (
    add_referenced_images_to_set,
    find_referenced_image_set,
    preprocess_template_string,
    to_content_str_or_list,
    with_images,
)
from promptflow.tools._retries import generate_retry_interval, handle_openai_error, is_retriable_api_connection_error
from promptflow.tools.exception import (
    ChatAPIFunctionRoleInvalidFormat,
    ChatAPIInvalidFunctions,
    ChatAPIInvalidRole,
    ChatAPIInvalidTools,
    ChatAPIToolRoleInvalidFormat,
    ExceedMaxRetryTimes,
    FunctionCallNotSupportedInStreamMode,
    InvalidConnectionType,
    JinjaTemplateError,
    LLMError,
    ToolValidationError,
    WrappedOpenAIError,
)

__all__ = [
    "ChatAPIFunctionRoleInvalidFormat",
    "ChatAPIInvalidFunctions",
    "ChatAPIInvalidRole",
    "ChatAPIInvalidTools",
    "ChatAPIToolRoleInvalidFormat",
    "ChatInputList",
    "ExceedMaxRetryTimes",
    "FunctionCallNotSupportedInStreamMode",
    "InvalidConnectionType",
    "JinjaTemplateError",
    "LLMError",
    "PromptResult",
    "ToolValidationError",
    "WrappedOpenAIError",
    "add_referenced_images_to_set",
    "build_messages",
    "convert_to_chat_list",
    "find_referenced_image_set",
    "generate_retry_interval",
    "handle_openai_error",
    "init_azure_openai_client",
    "init_openai_client",
    "is_retriable_api_connection_error",
    "normalize_connection_config",
    "parse_chat",
    "post_process_chat_api_response",
    "preprocess_template_string",
    "process_function_call",
    "process_tool_choice",
    "render_jinja_template",
    "to_bool",
    "to_content_str_or_list",
    "validate_functions",
    "validate_tools",
]


class ChatInputList(list):
    """A list that prints one item a line, as chat prompts want it."""

    def __str__(self):
        return "\n".join(map(str, self))


def convert_to_chat_list(obj):
    """The value with every list in it as one that prints an item a line."""
    if isinstance(obj, dict):
        return {key: convert_to_chat_list(item) for key, item in obj.items()}
    if isinstance(obj, list):
        return ChatInputList([convert_to_chat_list(item) for item in obj])
    return obj


def _has_chat_list(value):
    if isinstance(value, dict):
        value = list(value.values())
    return isinstance(value, ChatInputList) or (isinstance(value, list) and any(map(_has_chat_list, value)))


class PromptResult(str):
    """A rendered prompt."""


def _asked(kind, payload, otherwise):
    """The engine's answer; its error as the exception of that name, or as `otherwise`."""
    try:
        return _engine.ask(kind, payload)
    except UserErrorException as error:
        raised = getattr(exception, getattr(error, "answered", None) or "", None) or otherwise
        raise raised(message=str(error), target=ErrorTarget.TOOL) from None


def render_jinja_template(template_content, trim_blocks=True, keep_trailing_newline=True, escape_dict={}, **kwargs):
    """Text of a Jinja2 template, by the engine's renderer."""
    options = {
        "trim_blocks": trim_blocks,
        "keep_trailing_newline": keep_trailing_newline,
        "lists_by_line": _has_chat_list(kwargs),
    }
    asked = {"template": template_content, "variables": plain(kwargs, images=False), "options": options}
    return PromptResult(_asked("render", asked, JinjaTemplateError))


def parse_chat(chat_str, images=None, valid_roles=None, image_detail="auto", escape_dict={}):
    """A chat prompt as messages (spec 5.3)."""
    messages = _asked("chat-messages", {"prompt": str(chat_str), "roles": valid_roles}, UserErrorException)
    return with_images(messages, images, image_detail)


def chat_messages(prompt, variables, escape=None):
    """A chat template as messages; role headers in the variables that `escape` names stay text."""
    asked = {"template": str(prompt), "variables": plain(variables, images=False), "escape": list(escape or [])}
    return _engine.ask("chat-prompt", asked)


def build_messages(prompt, images=None, image_detail="auto", **kwargs):
    return parse_chat(render_jinja_template(prompt, **kwargs), images, None, image_detail)


def to_bool(value):
    return str(value).lower() == "true"


def normalize_connection_config(connection):
    """Arguments of the openai package's clients for a connection."""
    if connection.class_name == "AzureOpenAIConnection":
        config = {"max_retries": 0, "api_version": connection.api_version, "azure_endpoint": connection.api_base}
        if connection.auth_mode == "meid_token":
            return {**config, "azure_ad_token_provider": connection.get_token}
        return {**config, "api_key": connection.api_key}
    if connection.class_name == "OpenAIConnection":
        return {
            "max_retries": 0,
            "api_key": connection.api_key,
            "organization": connection.organization,
            "base_url": connection.base_url,
        }
    if connection.class_name == "ServerlessConnection":
        base = connection.api_base.rstrip("/")
        return {"max_retries": 0, "api_key": connection.api_key, "base_url": base if base.endswith("/v1") else base + "/v1"}
    raise InvalidConnectionType(message="%s is no connection to a model." % connection.class_name)


def init_azure_openai_client(connection):
    from openai import AzureOpenAI

    return AzureOpenAI(**normalize_connection_config(connection))


def init_openai_client(connection):
    from openai import OpenAI

    return OpenAI(**normalize_connection_config(connection))
