"""What executors raise (spec 11.3)."""

from promptflow.exceptions import ErrorTarget, PromptflowException, SystemErrorException, UserErrorException, ValidationException


class AggregationNodeExecutionTimeoutError(UserErrorException):
    pass


class BatchExecutionTimeoutError(UserErrorException):
    pass


class EmptyLLMApiMapping(UserErrorException):
    pass


class FailedToGenerateToolDefinition(UserErrorException):
    pass


class FlowEntryInitializationError(UserErrorException):
    pass


class InputNotFoundFromAncestorNodeOutput(SystemErrorException):
    pass


class InvalidAggregationFunction(UserErrorException):
    pass


class InvalidAggregationInput(SystemErrorException):
    pass


class InvalidAssistantTool(ValidationException):
    pass


class InvalidBulkTestRequest(ValidationException):
    default_target = ErrorTarget.EXECUTOR


class InvalidCustomLLMTool(ValidationException):
    pass


class InvalidFlexFlowEntry(ValidationException):
    pass


class InvalidFlowRequest(ValidationException):
    default_target = ErrorTarget.EXECUTOR


class InvalidModelConfigValueType(ValidationException):
    pass


class InvalidNodeReference(InvalidFlowRequest):
    pass


class InvalidRequest(ValidationException):
    default_target = ErrorTarget.EXECUTOR


class LineExecutionTimeoutError(UserErrorException):
    pass


class NoNodeExecutedError(SystemErrorException):
    pass


class NodeCircularDependency(InvalidFlowRequest):
    pass


class NodeInputValidationError(InvalidFlowRequest):
    pass


class NodeOutputNotFound(UserErrorException):
    pass


class NodeReferenceError(UserErrorException):
    pass


class NodeReferenceNotFound(InvalidFlowRequest):
    pass


class OutputReferenceNotExist(NodeReferenceError):
    pass


class OutputReferenceNotFound(InvalidFlowRequest):
    pass


class ProcessCrashError(UserErrorException):
    pass


class ProcessInfoObtainedTimeout(SystemErrorException):
    pass


class ProcessTerminatedTimeout(SystemErrorException):
    pass


class ResolveToolError(PromptflowException):
    pass


class ScriptExecutionError(UserErrorException):
    pass


class SingleNodeValidationError(UserErrorException):
    pass


class SpawnedForkProcessManagerStartFailure(SystemErrorException):
    pass


class ThreadCrashError(SystemErrorException):
    pass


class ToolValidationError(ValidationException):
    default_target = ErrorTarget.EXECUTOR


class UnsupportedReference(NodeReferenceError):
    pass


class ValueTypeUnresolved(ValidationException):
    pass


class DuplicateNodeName(InvalidFlowRequest):
    pass


class EmptyOutputReference(InvalidFlowRequest):
    pass


class GetConnectionError(InvalidRequest):
    pass


class InputNotFound(InvalidFlowRequest):
    pass


class InputParseError(InvalidFlowRequest):
    pass


class InputReferenceNotFound(InvalidFlowRequest):
    pass


class InputTypeError(InvalidFlowRequest):
    pass


class InvalidConnectionType(InvalidFlowRequest):
    pass


class InvalidReferenceProperty(NodeReferenceError):
    pass
