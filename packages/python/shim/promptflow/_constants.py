"""Constants that code imports from `promptflow._constants`."""

from enum import Enum

DEFAULT_ENCODING = "utf-8"
FLOW_DAG_YAML = "flow.dag.yaml"
FLOW_FLEX_YAML = "flow.flex.yaml"
FLOW_FILE_SUFFIX = (".yaml", ".yml", ".prompty")
PROMPTY_EXTENSION = ".prompty"
FLOW_TOOLS_JSON = "flow.tools.json"
FLOW_META_JSON = "flow.json"
PROMPT_FLOW_DIR_NAME = ".promptflow"
OUTPUT_FILE_NAME = "output.jsonl"
DEFAULT_OUTPUT_NAME = "output"
CHAT_HISTORY = "chat_history"
LANGUAGE_KEY = "language"
LINE_NUMBER_KEY = "line_number"
LINE_NUMBER_WIDTH = 9
LINE_TIMEOUT_SEC = 600
PF_LOGGING_LEVEL = "PF_LOGGING_LEVEL"
PF_MAIN_MODULE_NAME = "__pf_main__"
CONNECTION_SCRUBBED_VALUE = "******"
CONNECTION_SCRUBBED_VALUE_NO_CHANGE = "<no-change>"


class ConnectionType(str, Enum):
    _NOT_SET = "NotSet"
    AZURE_OPEN_AI = "AzureOpenAI"
    OPEN_AI = "OpenAI"
    QDRANT = "Qdrant"
    COGNITIVE_SEARCH = "CognitiveSearch"
    SERP = "Serp"
    AZURE_CONTENT_SAFETY = "AzureContentSafety"
    AZURE_AI_SERVICES = "AzureAIServices"
    FORM_RECOGNIZER = "FormRecognizer"
    WEAVIATE = "Weaviate"
    SERVERLESS = "Serverless"
    CUSTOM = "Custom"


class ConnectionProviderConfig:
    LOCAL = "local"
    AZUREML = "azureml"


class CustomStrongTypeConnectionConfigs:
    PREFIX = "promptflow.connection."
    TYPE = "custom_type"
    MODULE = "module"
    PACKAGE = "package"
    PACKAGE_VERSION = "package_version"
    PROMPTFLOW_TYPE_KEY = PREFIX + TYPE
    PROMPTFLOW_MODULE_KEY = PREFIX + MODULE
    PROMPTFLOW_PACKAGE_KEY = PREFIX + PACKAGE
    PROMPTFLOW_PACKAGE_VERSION_KEY = PREFIX + PACKAGE_VERSION

    @staticmethod
    def is_custom_key(key):
        return key in vars(CustomStrongTypeConnectionConfigs).values() and "." in key


class FlowEntryRegex:
    Python = r"^[a-zA-Z0-9_.]+:[a-zA-Z0-9_]+$"


class FlowLanguage:
    Python = "python"
    CSharp = "csharp"


class FlowType:
    DAG_FLOW = "dag"
    FLEX_FLOW = "flex"
    PROMPTY = "prompty"


class MessageFormatType:
    BASIC = "basic"
    OPENAI_VISION = "openai-vision"


class OutputsFolderName:
    FLOW_OUTPUTS = "flow_outputs"
    FLOW_ARTIFACTS = "flow_artifacts"
    NODE_ARTIFACTS = "node_artifacts"


class SystemMetricKeys:
    NODE_PREFIX = "__pf__.nodes"
    LINES_COMPLETED = "__pf__.lines.completed"
    LINES_FAILED = "__pf__.lines.failed"


class TokenKeys:
    TOTAL_TOKENS = "total_tokens"
    COMPLETION_TOKENS = "completion_tokens"
    PROMPT_TOKENS = "prompt_tokens"

    @staticmethod
    def get_all_values():
        return [TokenKeys.TOTAL_TOKENS, TokenKeys.COMPLETION_TOKENS, TokenKeys.PROMPT_TOKENS]
