"""Constants of the original's client that scripts import: words of runs, experiments, files and fields."""

import os
from enum import Enum
from pathlib import Path

from promptflow.connections import _FILE_TYPES

PROMPT_FLOW_HOME_DIR_ENV_VAR = "PF_HOME_DIRECTORY"
PROMPT_FLOW_DIR_NAME = ".promptflow"
PROMPT_FLOW_RUNS_DIR_NAME = ".runs"
PROMPT_FLOW_EXP_DIR_NAME = ".exps"
HOME_PROMPT_FLOW_DIR = Path(os.environ.get(PROMPT_FLOW_HOME_DIR_ENV_VAR) or Path.home() / PROMPT_FLOW_DIR_NAME)

LOGGER_NAME = "promptflow"
DEFAULT_ENCODING = "utf-8"
DEFAULT_VARIANT = "variant_0"
DEFAULT_VAR_ID = "default_variant_id"
DEFAULT_REQUIREMENTS_FILE_NAME = "requirements.txt"
FLOW_TOOLS_JSON = "flow.tools.json"
FLOW_META_JSON = "flow.json"
FLOW_DIRECTORY_MACRO_IN_CONFIG = "${flow_directory}"
NODE_VARIANTS = "node_variants"
VARIANTS = "variants"
USE_VARIANTS = "use_variants"
NODES = "nodes"
NODE = "node"
INPUTS = "inputs"
LINE_NUMBER = "line_number"
FILE_PREFIX = "file:"
RUN_MACRO = "${run}"
VARIANT_ID_MACRO = "${variant_id}"
TIMESTAMP_MACRO = "${timestamp}"
MAX_RUN_LIST_RESULTS = 50
MAX_LIST_CLI_RESULTS = 50
MAX_SHOW_DETAILS_RESULTS = 100
SCRUBBED_VALUE = CONNECTION_SCRUBBED_VALUE = "******"
SCRUBBED_VALUE_NO_CHANGE = CONNECTION_SCRUBBED_VALUE_NO_CHANGE = "<no-change>"
SCRUBBED_VALUE_USER_INPUT = "<user-input>"
BULK_RUN_ERRORS = "BulkRunErrors"
PF_SYSTEM_METRICS_PREFIX = "__pf__"
PF_TRACE_CONTEXT = "PF_TRACE_CONTEXT"
PF_TRACE_CONTEXT_ATTR = "attributes"
CHAT_GROUP_REFERENCE_NAME = "parent"
CONVERSATION_HISTORY = "conversation_history"
STOP_SIGNAL = "[STOP]"
PARAMS_OVERRIDE_KEY = "params_override"
BASE_PATH_CONTEXT_KEY = "base_path"
SERVICE_CONFIG_FILE = "pf.yaml"
REMOTE_URI_PREFIX = "azureml:"
REGISTRY_URI_PREFIX = "azureml://registries/"
AZUREML_PF_RUN_PROPERTIES_LINEAGE = "azureml.promptflow.input_run_id"
AZURE_WORKSPACE_REGEX_FORMAT = "^azureml:[/]{1,2}subscriptions/([^/]+)/resource(groups|Groups)/([^/]+)(/providers/Microsoft.MachineLearningServices)?/workspaces/([^/]+)$"
CONNECTION_TABLE_NAME = "connection"
DEFAULT_SERVE_ENGINE = "flask"
EVENT_TABLENAME = "events"
EXPERIMENT_CREATED_ON_INDEX_NAME = "idx_experiment_created_on"
EXPERIMENT_TABLE_NAME = "experiment"
EXP_NODE_RUN_TABLE_NAME = "exp_node_run"
FLOW_META_JSON_GEN_TIMEOUT = 60
FLOW_RESOURCE_ID_PREFIX = "azureml://locations/"
FLOW_TOOLS_JSON_GEN_TIMEOUT = 60
LINE_RUN_TABLENAME = "line_runs"
LOCAL_SERVICE_PORT = 5000
LOCAL_STORAGE_BATCH_SIZE = 1
PF_FLOW_ENTRY_IN_TMP = "PF_FLOW_ENTRY_IN_TMP"
PF_FLOW_META_LOAD_IN_SUBPROCESS = "PF_FLOW_META_LOAD_IN_SUBPROCESS"
PF_SERVICE_DEBUG = "PF_SERVICE_DEBUG"
PF_SERVICE_DEFAULT_PORT = 23333
PF_SERVICE_HOST = "127.0.0.1"
PF_SERVICE_LOG_FILE = "pfs.log"
PF_SERVICE_PORT_DIT_NAME = "pfs"
PF_SERVICE_PORT_FILE = "pfs.port"
PF_SERVICE_WILDCARD_ADDRESS = "0.0.0.0"
PF_SERVICE_WORKER_NUM = 16
PF_TRACING_SKIP_EXPORTER_SETUP_ENVIRON = "PF_TRACING_SKIP_EXPORTER_SETUP"
RUN_INFO_TABLENAME = "run_info"
SCHEMA_KEYS_CONTEXT_CONFIG_KEY = "schema_configs_keys"
SCHEMA_KEYS_CONTEXT_SECRET_KEY = "schema_secrets_keys"
SERVE_SAMPLE_JSON_PATH = "sample.json"
SPAN_EVENTS_ATTRIBUTE_PAYLOAD = "payload"
SPAN_EVENTS_NAME_PF_INPUTS = "promptflow.function.inputs"
SPAN_EVENTS_NAME_PF_OUTPUT = "promptflow.function.output"
SPAN_TABLENAME = "spans"
TRACE_COLLECTION_LIST_DEFAULT_LIMIT = 100
TRACE_DEFAULT_COLLECTION = "default"
TRACE_DEFAULT_SESSION_ID = "default"
TRACE_LIST_DEFAULT_LIMIT = 1000
UX_INPUTS_INIT_KEY = "init"
UX_INPUTS_JSON = "ux.inputs.json"
ALL_CONNECTION_TYPES = {*_FILE_TYPES, "CustomConnection"}


class ListViewType(str, Enum):
    ACTIVE_ONLY = "ActiveOnly"
    ARCHIVED_ONLY = "ArchivedOnly"
    ALL = "All"


def get_list_view_type(archived_only, include_archived):
    """What the flags of a list mean."""
    if archived_only and include_archived:
        from promptflow.exceptions import UserErrorException

        raise UserErrorException("Cannot provide both archived-only and include-archived.")
    if include_archived:
        return ListViewType.ALL
    return ListViewType.ARCHIVED_ONLY if archived_only else ListViewType.ACTIVE_ONLY


class RunStatus:
    QUEUED = "Queued"
    NOT_STARTED = "NotStarted"
    PREPARING = "Preparing"
    PROVISIONING = "Provisioning"
    STARTING = "Starting"
    RUNNING = "Running"
    CANCEL_REQUESTED = "CancelRequested"
    CANCELED = "Canceled"
    FINALIZING = "Finalizing"
    COMPLETED = "Completed"
    FAILED = "Failed"
    UNAPPROVED = "Unapproved"
    NOTRESPONDING = "NotResponding"
    PAUSING = "Pausing"
    PAUSED = "Paused"

    @classmethod
    def list(cls):
        return [value for name, value in vars(cls).items() if name.isupper()]

    @classmethod
    def get_running_statuses(cls):
        ended = cls.get_terminated_statuses() + cls.get_post_processing_statuses()
        return [status for status in cls.list() if status not in ended]

    @classmethod
    def get_terminated_statuses(cls):
        return [cls.COMPLETED, cls.FAILED, cls.CANCELED]

    @classmethod
    def get_post_processing_statuses(cls):
        return [cls.CANCEL_REQUESTED, cls.FINALIZING]


class RunInfoSources(str, Enum):
    LOCAL = "local"
    INDEX_SERVICE = "index_service"
    RUN_HISTORY = "run_history"
    MT_SERVICE = "mt_service"
    EXISTING_RUN = "existing_run"


class RunTypes:
    BATCH = "batch"
    EVALUATION = "evaluation"
    PAIRWISE_EVALUATE = "pairwise_evaluate"
    COMMAND = "command"
    CHAT_GROUP = "chat_group"


class RunMode:
    EAGER = "Eager"


class FlowType:
    STANDARD = "standard"
    EVALUATION = "evaluation"
    CHAT = "chat"

    @staticmethod
    def get_all_values():
        return ["standard", "evaluation", "chat"]


class FlowRunProperties:
    FLOW_PATH = "flow_path"
    OUTPUT_PATH = "output_path"
    NODE_VARIANT = "node_variant"
    RUN = "run"
    SYSTEM_METRICS = "system_metrics"
    COMMAND = "command"
    OUTPUTS = "outputs"
    RESUME_FROM = "resume_from"
    COLUMN_MAPPING = "column_mapping"
    INIT_KWARGS = "init_kwargs"


class LocalStorageFilenames:
    SNAPSHOT_FOLDER = "snapshot"
    FLOW_TOOLS_JSON = "flow.tools.json"
    INPUTS = "inputs.jsonl"
    OUTPUTS = "outputs.jsonl"
    DETAIL = "detail.json"
    METRICS = "metrics.json"
    LOG = "logs.txt"
    FLOW_LOGS_FOLDER = "flow_logs"
    EXCEPTION = "error.json"
    META = "meta.json"


class ConnectionFields(str, Enum):
    CONNECTION = "connection"
    DEPLOYMENT_NAME = "deployment_name"
    MODEL = "model"


class ConfigValueType(str, Enum):
    STRING = "String"
    SECRET = "Secret"


class ChatGroupSpeakOrder(str, Enum):
    SEQUENTIAL = "sequential"
    LLM = "llm"


class ExperimentNodeType:
    FLOW = "flow"
    CHAT_GROUP = "chat_group"
    COMMAND = "command"


class ExperimentStatus:
    NOT_STARTED = "NotStarted"
    QUEUING = "Queuing"
    IN_PROGRESS = "InProgress"
    TERMINATED = "Terminated"


class ExperimentNodeRunStatus:
    NOT_STARTED = "NotStarted"
    QUEUING = "Queuing"
    IN_PROGRESS = "InProgress"
    COMPLETED = "Completed"
    FAILED = "Failed"
    CANCELED = "Canceled"
