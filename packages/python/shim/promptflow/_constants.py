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

AML_WORKSPACE_TEMPLATE = "azureml://subscriptions/{}/resourceGroups/{}/providers/Microsoft.MachineLearningServices/workspaces/{}"
AOAI_API_KEY = "aoai-api-key"
BING_API_KEY = "bing-api-key"
CLI_PACKAGE_NAME = "promptflow"
CONNECTION_DATA_CLASS_KEY = "DATA_CLASS"
CONNECTION_NAME_PROPERTY = "__connection_name"
CONNECTION_SECRET_KEYS = "__secret_keys"
CONTENT_SAFETY_API_KEY = "content-safety-api-key"
CURRENT_VERSION = "current_version"
DEFAULT_SPAN_TYPE = "default"
ENABLE_MULTI_CONTAINER_KEY = "PF_ENABLE_MULTI_CONTAINER"
ERROR_RESPONSE_COMPONENT_NAME = "promptflow"
EXTENSION_UA = "prompt-flow-extension"
FLOW_META_JSON_GEN_TIMEOUT = 60
GET_PYPI_INTERVAL_DAY = 7
HINT_INTERVAL_DAY = 7
ICON = "icon"
ICON_DARK = "icon_dark"
ICON_LIGHT = "icon_light"
LAST_CHECK_TIME = "last_check_time"
LAST_HINT_TIME = "last_hint_time"
LATEST_VERSION = "latest_version"
OK_LINE_RUN_STATUS = "Ok"
OPENAI_API_KEY = "openai-api-key"
OTEL_RESOURCE_SERVICE_NAME = "promptflow"
PF_FLOW_INIT_CONFIG = "PF_FLOW_INIT_CONFIG"
PF_LONG_RUNNING_LOGGING_INTERVAL = "PF_LONG_RUNNING_LOGGING_INTERVAL"
PF_NO_INTERACTIVE_LOGIN = "PF_NO_INTERACTIVE_LOGIN"
PF_RUN_AS_BUILT_BINARY = "PF_RUN_AS_BUILT_BINARY"
PF_USER_AGENT = "PF_USER_AGENT"
PF_VERSION_CHECK = "pf_version_check.json"
PROMPTFLOW_CONNECTIONS = "PROMPTFLOW_CONNECTIONS"
PROMPTFLOW_SECRETS_FILE = "PROMPTFLOW_SECRETS_FILE"
RUNNING_LINE_RUN_STATUS = "Running"
SERPAPI_API_KEY = "serpapi-api-key"
SPAN_EVENTS_ATTRIBUTES_EVENT_ID = "event.id"
STREAMING_ANIMATION_TIME = 0.01
UIONLY_HIDDEN = "uionly_hidden"
USER_AGENT = "USER_AGENT"
USER_AGENT_OVERRIDE_KEY = "user_agent_override"
_ENV_PF_INSTALLER = "PF_INSTALLER"


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
