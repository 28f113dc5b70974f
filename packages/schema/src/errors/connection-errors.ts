import { type ErrorEntry, flow, user } from "./error-entry.ts"

/** Connections (spec 7). */
export const CONNECTION_ERRORS = {
  CONNECTION_NOT_FOUND: user("There is no connection {name}.", ["SDKError", "ConnectionNotFoundError"], {
    target: "ControlPlaneSDK",
    http: 404,
    hint: "{suggestion}",
  }),
  CONNECTION_FAILED: user(
    "Get connection '{connection}' for node '{node_name}' error: {error}",
    ["ValidationError", "InvalidRequest", "GetConnectionError"],
    {
      target: "Executor",
      hint: "Create it: millrace connection create --file {connection}.yaml. Or try the flow without it: --connection local_model",
    },
  ),
  CONNECTION_INVALID: user("Connection {name}: {reason}.", ["ValidationError"], {}),
  CONNECTION_TYPE: flow(
    "Node {node_name} cannot use a connection of the type {conn_type}.",
    "InvalidConnectionType",
  ),
  CONNECTION_PROVIDER: user("{reason}.", [], { target: "ControlPlaneSDK" }),
  CONNECTION_DECRYPT: user(
    "The secrets of connection {name} cannot be decrypted.",
    ["SDKError", "DecryptConnectionError"],
    {
      hint: "They were stored with another key: check MILLRACE_SECRET_KEY, or create the connection again.",
    },
  ),
} as const satisfies Record<string, ErrorEntry>
