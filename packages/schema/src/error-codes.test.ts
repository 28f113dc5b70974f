import { readdirSync } from "node:fs"
import { expect, test } from "vitest"
import { ERRORS } from "./error-codes.ts"

const chains = new Set(Object.values(ERRORS).map(({ original }) => original.join("/")))
const V = "UserError/ValidationError"
const F = `${V}/InvalidFlowRequest`
const SDK = "UserError/SDKError"

/** Every class of spec 11.3 that users can meet has a row with the original's chain. */
test.for([
  ...[
    "InputNotFound",
    "InputTypeError",
    "InputParseError",
    "DuplicateNodeName",
    "InputReferenceNotFound",
  ].map((name) => `${F}/${name}`),
  ...["NodeReferenceNotFound", "NodeCircularDependency", "InvalidNodeReference", "EmptyOutputReference"].map(
    (name) => `${F}/${name}`,
  ),
  ...["OutputReferenceNotFound", "NodeInputValidationError", "InvalidConnectionType"].map(
    (name) => `${F}/${name}`,
  ),
  `${V}/InvalidRequest/GetConnectionError`,
  "SystemError/NotImplementedError",
  "SystemError/ValueError",
  `${V}/InvalidCustomLLMTool`,
  ...["InvalidSource", "PackageToolNotFoundError", "MissingRequiredInputs", "InputTypeMismatch"].map(
    (name) => `${V}/${name}`,
  ),
  ...["APINotFound", "ApplyInputMappingError", "InputMappingError"].map((name) => `${V}/${name}`),
  ...["UnsupportedReference", "InvalidReferenceProperty"].map(
    (name) => `UserError/NodeReferenceError/${name}`,
  ),
  ...["SingleNodeValidationError", "FlowOutputUnserializable", "ToolCanceledError"].map(
    (name) => `UserError/${name}`,
  ),
  ...["ToolExecutionError", "LineExecutionTimeoutError", "FailedToImportModule"].map(
    (name) => `UserError/${name}`,
  ),
  ...["BatchExecutionTimeoutError", "BatchRunTimeoutError", "ProcessCrashError", "EmptyInputsData"].map(
    (name) => `UserError/${name}`,
  ),
  ...["InvalidUserData", "InvalidMessageFormatType", "LLMError"].map((name) => `UserError/${name}`),
  ...["NoToolDefined", "MultipleToolsDefined", "BadFunctionInterface", "PythonLoadError"].map(
    (name) => `UserError/ToolValidationError/PythonParsingError/${name}`,
  ),
  ...["InvalidAggregationInput", "NoNodeExecutedError", "UnexpectedError", "ProcessPoolError"].map(
    (name) => `SystemError/${name}`,
  ),
  ...[
    "RunExistsError",
    "RunNotFoundError",
    "InvalidRunStatusError",
    "InvalidRunError",
    "RunOperationError",
  ].map((name) => `${SDK}/${name}`),
  ...["InvalidFlowError", "ConnectionNotFoundError", "DecryptConnectionError"].map(
    (name) => `${SDK}/${name}`,
  ),
])("%s", (chain) => {
  expect(chains).toContain(chain)
})

test("every table is in the one, and no code is in two", async () => {
  const folder = new URL("./errors/", import.meta.url)
  const files = readdirSync(folder).filter((name) => name.endsWith("-errors.ts"))
  const tables = await Promise.all(files.map((name) => import(new URL(name, folder).href)))
  const codes = tables.flatMap((table) => Object.values<object>(table).flatMap((rows) => Object.keys(rows)))
  expect(codes.toSorted()).toEqual(Object.keys(ERRORS).toSorted())
})
