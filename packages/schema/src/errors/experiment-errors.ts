import { type ErrorEntry, user } from "./error-entry.ts"

/** Experiments, and the conversations of their chat groups. */
export const EXPERIMENT_ERRORS = {
  EXPERIMENT_NOT_FOUND: user("Experiment '{name}' cannot be found.", ["ExperimentNotFoundError"], {
    http: 404,
    hint: "`experiment list` shows the experiments there are.",
  }),
  EXPERIMENT_EXISTS: user("Experiment '{name}' already exists.", ["ExperimentExistsError"], {
    http: 409,
    hint: "Choose another name with --name.",
  }),
  EXPERIMENT_TEMPLATE_MISSING: user("Experiment template file {path} not found.", [
    "NoExperimentTemplateError",
  ]),
  EXPERIMENT_INVALID: user("{path} is no valid experiment template: {reason}.", []),
  EXPERIMENT_VALUE: user("{reason}", ["ExperimentValueError"]),
  EXPERIMENT_CYCLE: user(
    "Experiment has a circular dependency among its nodes: {nodes}.",
    ["ExperimentHasCycle"],
    {
      hint: "Let none of them refer to what comes after it.",
    },
  ),
  EXPERIMENT_STATE: user("{reason}", []),
  EXPERIMENT_NODE_FAILED: user("Node {node} failed to execute with error {reason}.", [
    "ExperimentNodeRunFailedError",
  ]),
  EXPERIMENT_COMMAND_FAILED: user(
    "The command of node {node} ended with code {exit}: {log}",
    ["ExperimentCommandRunError"],
    {
      hint: "logs.txt in the run's folder has all that it wrote.",
    },
  ),
  CHAT_GROUP_ROLES: user("Chat group {node} has {count} role(s), and it takes at least 2.", [
    "ValidationException",
    "InvalidChatRoleCount",
  ]),
  CHAT_GROUP_TURNS: user("max_turns of chat group {node} is {turns}, and it must be at least 1.", [
    "ValidationException",
    "InvalidMaxTurnValue",
  ]),
  CHAT_GROUP_HISTORY: user(
    "Role {role} of chat group {node} has no input that is ${parent.conversation_history}.",
    ["ValidationException", "MissingConversationHistoryExpression"],
    { hint: "Without it a role does not know what the others have said." },
  ),
  CHAT_GROUP_ROLE_KEY: user(
    "The flow of role {role} has an output named role, which the conversation needs for itself.",
    ["ValidationException", "UsingReservedRoleKey"],
    { hint: "Call the output something else." },
  ),
  CHAT_GROUP_TURN: user("Turn {turn}, of role {role}, failed: {reason}", ["ExecutionError"]),
} as const satisfies Record<string, ErrorEntry>
