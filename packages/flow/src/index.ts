export { type ActivationState, decideActivation } from "./activation.ts"
export { applyOverrides, type Overrides } from "./apply-overrides.ts"
export { bindInputs } from "./bind-inputs.ts"
export { type CastWhere, castInput, castInputs, castValue } from "./cast-input.ts"
export { chatHistoryInput, isChatFlow } from "./chat-flow.ts"
export {
  defaultMapping,
  type KnownColumns,
  mapColumns,
  mappingProblems,
  mappingReference,
  type RowSources,
} from "./column-mapping.ts"
export { diagnosticOf } from "./diagnose.ts"
export type { Flow, FlowInput, FlowNode, FlowOutput, NodeSource, NodeVariants } from "./flow.ts"
export { connectionReference, flowEnvironment } from "./flow-environment.ts"
export { flowText } from "./flow-text.ts"
export type { FlowValue } from "./flow-value.ts"
export { type JoinedLine, type JoinedSources, joinSources, type Rows } from "./join-sources.ts"
export { llmParameters } from "./llm-parameters.ts"
export { flowKind, locateFlow, type PathListing } from "./locate-flow.ts"
export { defaultRunName, sanitizeName } from "./names.ts"
export { overrideValues } from "./override-values.ts"
export { parseYaml, type YamlEntry, type YamlNode } from "./parse-yaml.ts"
export { type PlanOptions, planError, planFlow } from "./plan-flow.ts"
export { type PropertyToken, propertyTokens, readProperty } from "./property.ts"
export { PythonCastError, pythonFloat, pythonInt } from "./python-number.ts"
export { readFlow } from "./read-flow.ts"
export { parseReference } from "./reference.ts"
export { resolveNodeInputs, type SingleNodeInputs } from "./resolve-node-inputs.ts"
export { parseSelector, selectVariant } from "./select-variant.ts"
export { sha256 } from "./sha256.ts"
export { toolSources } from "./tool-sources.ts"
