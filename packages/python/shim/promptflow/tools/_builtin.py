"""Metas of the built-in tools that run as Python (spec 5.6)."""

_SENSITIVITY = {
    "type": ["string"],
    "default": "medium_sensitivity",
    "enum": ["disable", "low_sensitivity", "medium_sensitivity", "high_sensitivity"],
}

TOOLS = {
    "promptflow.tools.embedding.embedding": {
        "name": "Embedding",
        "type": "python",
        "module": "promptflow.tools.embedding",
        "function": "embedding",
        "inputs": {
            "connection": {"type": ["AzureOpenAIConnection", "OpenAIConnection", "ServerlessConnection"]},
            "deployment_name": {"type": ["string"]},
            "model": {
                "type": ["string"],
                "enum": ["text-embedding-ada-002", "text-search-ada-doc-001", "text-search-ada-query-001"],
            },
            "input": {"type": ["string"]},
        },
    },
    "promptflow.tools.azure_content_safety.analyze_text": {
        "name": "Content Safety (Text Analyze)",
        "type": "python",
        "module": "promptflow.tools.azure_content_safety",
        "function": "analyze_text",
        "deprecated_tools": ["content_safety_text.tools.content_safety_text_tool.analyze_text"],
        "inputs": {
            "connection": {"type": ["AzureContentSafetyConnection"]},
            "text": {"type": ["string"]},
            "hate_category": _SENSITIVITY,
            "sexual_category": _SENSITIVITY,
            "self_harm_category": _SENSITIVITY,
            "violence_category": _SENSITIVITY,
        },
    },
    "promptflow.tools.serpapi.SerpAPI.search": {
        "name": "Serp API",
        "type": "python",
        "module": "promptflow.tools.serpapi",
        "class_name": "SerpAPI",
        "function": "search",
        "inputs": {
            "connection": {"type": ["SerpConnection"]},
            "query": {"type": ["string"]},
            "engine": {"type": ["string"], "default": "google", "enum": ["google", "bing"]},
            "location": {"type": ["string"], "default": ""},
            "safe": {"type": ["string"], "default": "off", "enum": ["active", "off"]},
            "num": {"type": ["int"], "default": "10"},
        },
    },
}
