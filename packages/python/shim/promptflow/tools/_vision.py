"""What the three vision tools share (spec 5.6): their metas, and the way to the engine."""

from promptflow.tools._ask import call


def see(connection, prompt, model, values):
    """`values` are a tool's parameters and `kwargs`: what its prompt shows, images among it."""
    given = {**values.pop("kwargs"), **values}
    for name in ("self", "connection", "prompt", "model", "deployment_name"):
        given.pop(name, None)
    return call("promptflow.tools.vision", connection=connection, prompt=prompt, model=model, **given)


def _inputs(connections, models, penalty="double", limit=512):
    return {
        "connection": {"type": connections},
        **models,
        "temperature": {"type": ["double"], "default": 1},
        "top_p": {"type": ["double"], "default": 1},
        "max_tokens": {"type": ["int"], "default": limit},
        "stop": {"type": ["list"], "default": ""},
        "presence_penalty": {"type": ["double"], "default": 0},
        "frequency_penalty": {"type": [penalty], "default": 0},
        "seed": {"type": ["int"], "default": ""},
        "detail": {"type": ["string"], "default": "auto", "enum": ["low", "high", "auto"]},
    }


_PROMPT = (
    "# system:\nYou look at images and answer questions about what they show.\n\n"
    "# user:\nWhat does this image show?\n![image]({{image_input}})\n"
)
_AZURE, _OPENAI = "AzureOpenAIConnection", "OpenAIConnection"
_DEPLOYMENT = {"deployment_name": {"type": ["string"], "allow_manual_entry": True, "is_multi_select": False}}
_MODEL = {"model": {"type": ["string"], "enum": ["gpt-4-vision-preview"], "allow_manual_entry": True}}

TOOLS = {
    "promptflow.tools.llm_vision.llm_vision": {
        "name": "LLM-Vision",
        "description": "A large language model that sees images.",
        "type": "custom_llm",
        "module": "promptflow.tools.llm_vision",
        "function": "llm_vision",
        "tool_state": "preview",
        "category": "llm",
        "default_prompt": _PROMPT,
        "inputs": _inputs(
            [_AZURE, _OPENAI],
            {
                "deployment_name": {
                    **_DEPLOYMENT["deployment_name"],
                    "enabled_by": "connection",
                    "enabled_by_type": [_AZURE],
                },
                "model": {**_MODEL["model"], "enabled_by": "connection", "enabled_by_type": [_OPENAI]},
            },
            "int",
            "",
        ),
    },
    "promptflow.tools.aoai_gpt4v.AzureOpenAI.chat": {
        "name": "Azure OpenAI GPT-4 Turbo with Vision",
        "description": "A model of Azure OpenAI that sees images.",
        "type": "custom_llm",
        "module": "promptflow.tools.aoai_gpt4v",
        "class_name": "AzureOpenAI",
        "function": "chat",
        "tool_state": "preview",
        "default_prompt": _PROMPT,
        "inputs": _inputs([_AZURE], _DEPLOYMENT),
    },
    "promptflow.tools.openai_gpt4v.OpenAI.chat": {
        "name": "OpenAI GPT-4V",
        "description": "A model of OpenAI that sees images.",
        "type": "custom_llm",
        "module": "promptflow.tools.openai_gpt4v",
        "class_name": "OpenAI",
        "function": "chat",
        "tool_state": "preview",
        "default_prompt": _PROMPT,
        "inputs": _inputs([_OPENAI], _MODEL),
    },
}
