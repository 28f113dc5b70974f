export { type ActivationState, decideActivation } from "./activation.ts"
export { applyOverrides, type Overrides } from "./apply-overrides.ts"
export { bindInputs } from "./bind-inputs.ts"
export { type CastWhere, castInput, castInputs, castValue, withDefaults } from "./cast-input.ts"
export { chatHistoryInput, isChatFlow } from "./chat-flow.ts"
export { type ChatPorts, chatReply, historyRecords, replyText } from "./chat-turn.ts"
export {
  defaultMapping,
  type KnownColumns,
  mapColumns,
  mappingProblems,
  mappingReference,
  type RowSources,
} from "./column-mapping.ts"
export { azuremlOverride, environmentFromConnections, overrideConnections } from "./connection-overrides.ts"
export { diagnosticOf } from "./diagnose.ts"
export { editFlow } from "./edit/edit-flow.ts"
export { editPrompty, editYaml, type PathEdit, type PromptyEdit } from "./edit/edit-yaml.ts"
export type { EditResult, FileEdit, FlowEdit, FlowEditResult, NodeKey } from "./edit/flow-edit.ts"
export {
  type DefinitionOutline,
  type FieldOutline,
  type FlowOutline,
  flowOutline,
  type NodeOutline,
  type PortOutline,
  type ReferenceOutline,
  type VariantOutline,
} from "./edit/flow-outline.ts"
export { type NodeClip, readClip, writeClip } from "./edit/node-clip.ts"
export { type ReferenceCompletion, referenceCompletions, renameImpact } from "./edit/reference-completions.ts"
export type { ReferenceSite, SiteOwner } from "./edit/reference-sites.ts"
export { renameTemplateVariable } from "./edit/rename-template-variable.ts"
export { applyChanges, type TextChange, type TextRange } from "./edit/text-change.ts"
export { checkExperiment, type NodeNeeds } from "./experiment/check-experiment.ts"
export {
  type Experiment,
  type ExperimentChatGroup,
  type ExperimentCommand,
  type ExperimentFlow,
  type ExperimentNode,
  type ExperimentRole,
  nodeInputsOf,
} from "./experiment/experiment.ts"
export { experimentJson } from "./experiment/experiment-json.ts"
export {
  type ExperimentReference,
  experimentReference,
  fillCommand,
} from "./experiment/experiment-reference.ts"
export { readExperiment } from "./experiment/read-experiment.ts"
export { readEntryName } from "./flex/entry-name.ts"
export { entrySource } from "./flex/entry-source.ts"
export { isConfiguration } from "./flex/flex-types.ts"
export { withSignature } from "./flex/with-signature.ts"
export type { Flow, FlowInput, FlowNode, FlowOutput, NodeSource, NodeVariants } from "./flow.ts"
export { connectionReference, flowEnvironment } from "./flow-environment.ts"
export { flowText } from "./flow-text.ts"
export type { FlowValue } from "./flow-value.ts"
export { type JoinedLine, type JoinedSources, joinSources, type Rows } from "./join-sources.ts"
export { llmParameters } from "./llm-parameters.ts"
export { flowKind, locateFlow, type PathListing } from "./locate-flow.ts"
export { defaultRunName, sanitizeName, timeStamp } from "./names.ts"
export { planFiles } from "./node-parts.ts"
export { overrideValues } from "./override-values.ts"
export { parseYaml } from "./parse-yaml.ts"
export { partOfPlan } from "./part-of-plan.ts"
export { type PlanOptions, planError, planFlow } from "./plan-flow.ts"
export { OUTSIDE_BODY, REPLACED, unknownParameter } from "./prompty/parameter-names.ts"
export { type PromptyText, promptySettings } from "./prompty/prompty-settings.ts"
export { parsePrompty, readPrompty } from "./prompty/read-prompty.ts"
export { type PropertyToken, propertyTokens, readProperty } from "./property.ts"
export { PythonCastError, pythonFloat, pythonInt } from "./python-number.ts"
export { readFlow } from "./read-flow.ts"
export { parseReference } from "./reference.ts"
export { resolveNodeInputs, type SingleNodeInputs } from "./resolve-node-inputs.ts"
export { parseSelector, selectVariant } from "./select-variant.ts"
export { sha256 } from "./sha256.ts"
export { templateVariables } from "./template-variables.ts"
export { toolSources } from "./tool-sources.ts"
export { visionTool } from "./vision-tools.ts"
export type { YamlEntry, YamlNode } from "./yaml-node.ts"
export { yamlPath } from "./yaml-path.ts"
