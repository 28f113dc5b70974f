"""What the entry point `package_tools` calls: the metas of the tools, by their ids."""


def package_tools():
    return {
        "reading_tools.length.measure": {
            "name": "Measure text",
            "type": "python",
            "description": "Counts the words, sentences or letters of a text.",
            "module": "reading_tools.length",
            "function": "measure",
            "category": "reading",
            "inputs": {
                "text": {"type": ["string"]},
                "unit": {"type": ["string"], "enum": ["words", "sentences", "letters"], "default": "words"},
            },
        },
        "reading_tools.glossary.Glossary.explain": {
            "name": "Glossary",
            "type": "python",
            "description": "Finds words of a text in a list of explanations.",
            "module": "reading_tools.glossary",
            "class_name": "Glossary",
            "function": "explain",
            "category": "reading",
            "inputs": {
                "path": {"type": ["file_path"]},
                "text": {"type": ["string"]},
                "limit": {"type": ["int"], "default": "3"},
            },
        },
        "reading_tools.ask.ask": {
            "name": "Ask a reading model",
            "type": "custom_llm",
            "description": "Sends a prompt to the model of a reading service.",
            "module": "reading_tools.ask",
            "function": "ask",
            "category": "reading",
            "default_prompt": "Say in one short sentence: {{text}}\n",
            "inputs": {
                "connection": {"type": ["CustomConnection"], "custom_type": ["ReadingService"]},
                "tone": {"type": ["string"], "default": "plain"},
            },
        },
    }
