"""What the built-in chat tools make of functions, tools and answers (spec 5.4), for tools that call a client themselves."""

from promptflow.tools.exception import ChatAPIInvalidFunctions, ChatAPIInvalidTools, FunctionCallNotSupportedInStreamMode


def validate_function(function, where, error):
    if not isinstance(function, dict):
        raise error(message="%s must be a dict, not %r." % (where, function))
    for key in ("name", "parameters"):
        if key not in function:
            raise error(message="%s lacks `%s`." % (where, key))
    parameters = function["parameters"]
    if not isinstance(parameters, dict) or parameters.get("type") != "object":
        raise error(message="%s needs `parameters`, a dict whose `type` is `object`." % where)
    if not isinstance(parameters.get("properties"), dict):
        raise error(message="%s needs `parameters.properties`, a dict." % where)


def validate_functions(functions):
    if not isinstance(functions, list) or not functions:
        raise ChatAPIInvalidFunctions(message="functions must be a list with at least one item, not %r." % (functions,))
    for i, function in enumerate(functions):
        validate_function(function, "functions[%d]" % i, ChatAPIInvalidFunctions)


def validate_tools(tools):
    if not isinstance(tools, list) or not tools:
        raise ChatAPIInvalidTools(message="tools must be a list with at least one item, not %r." % (tools,))
    for i, tool in enumerate(tools):
        if not isinstance(tool, dict) or "type" not in tool or "function" not in tool:
            raise ChatAPIInvalidTools(message="tools[%d] must be a dict with `type` and `function`, not %r." % (i, tool))
        validate_function(tool["function"], "tools[%d].function" % i, ChatAPIInvalidTools)


def process_function_call(function_call):
    if function_call is None:
        return "auto"
    if function_call in ("auto", "none") or (isinstance(function_call, dict) and "name" in function_call):
        return function_call
    raise ChatAPIInvalidFunctions(
        message="function_call must be auto, none, or a dict with `name`, not %r." % (function_call,)
    )


def process_tool_choice(tool_choice):
    if tool_choice is None:
        return "auto"
    if tool_choice in ("auto", "none", "required"):
        return tool_choice
    named = tool_choice.get("function") if isinstance(tool_choice, dict) and "type" in tool_choice else None
    if isinstance(named, dict) and "name" in named:
        return tool_choice
    raise ChatAPIInvalidTools(
        message="tool_choice must be auto, none, or a dict with `type` and `function.name`, not %r." % (tool_choice,)
    )


def post_process_chat_api_response(completion, stream, functions=None, tools=None):
    """What a chat tool answers: a generator of texts, the whole message as a dict, or the message's text."""
    if stream:
        if functions is not None or tools is not None:
            raise FunctionCallNotSupportedInStreamMode(message="Functions and tools cannot be streamed.")
        return _texts(completion)
    message = completion.choices[0].message
    if functions is None and tools is None:
        return getattr(message, "content", "")
    import json

    return json.loads(message.model_dump_json())


def _texts(chunks):
    for chunk in chunks:
        if chunk.choices:
            delta = chunk.choices[0].delta
            yield getattr(delta, "content", None) or ""
