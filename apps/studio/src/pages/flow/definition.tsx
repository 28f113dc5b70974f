import type { DefinitionOutline, NodeOutline } from "@internal/flow"
import { FileText } from "lucide-react"
import { CodeEditor } from "../../editor/code-editor.tsx"
import { completeVariables } from "../../editor/completions.ts"
import { languageOf } from "../../editor/languages.ts"
import { useFile, useFlow } from "../../flow/flow-context.ts"
import { kindOf } from "../../flow/flow-shape-of.ts"
import { useEditorProblems } from "../../flow/use-problems.ts"
import styles from "./authoring.module.css"
import { isModelSetting, LlmSettings } from "./llm-settings.tsx"
import { NodeInputs } from "./node-inputs.tsx"
import { usePlaces } from "./places.ts"
import { runAndTell } from "./run-and-tell.ts"

export interface DefinitionProps {
  node: NodeOutline
  definition: DefinitionOutline
  variant: string | undefined
}

/** What a node runs and takes: settings of a model, the file in an editor, inputs. */
export function Definition({ node, definition, variant }: DefinitionProps) {
  const kind = definition.type || kindOf(node)
  const path = definition.source?.path
  return (
    <>
      {kind === "llm" && <LlmSettings node={node} definition={definition} variant={variant} />}
      {path !== undefined && <SourceEditor path={path} node={node.name} inputs={definition.inputs} />}
      <NodeInputs node={node} definition={definition} variant={variant} kind={kind} />
    </>
  )
}

interface SourceEditorProps {
  path: string
  node: string
  inputs: DefinitionOutline["inputs"]
}

function SourceEditor({ path, node, inputs }: SourceEditorProps) {
  const flow = useFlow()
  const full = flow.pathOf(path)
  const file = useFile(full)
  const problems = useEditorProblems(full)
  const { at } = usePlaces()
  if (!file) return <p className={styles.problem}>{path} is not there yet, or is no text.</p>
  const language = languageOf(path)
  return (
    <>
      <div className={styles.fileName}>
        <FileText size={12} aria-hidden="true" />
        {path}
      </div>
      <div className={styles.editor}>
        <CodeEditor
          label={`${path} of node ${node}`}
          language={language}
          complete={
            language === "jinja"
              ? completeVariables(inputs.map(({ name }) => name).filter((name) => !isModelSetting(name)))
              : undefined
          }
          text={file.text}
          problems={problems}
          goTo={at?.file === full ? at : undefined}
          onChange={(text) => flow.document.change([{ path: full, text }], `edit ${path}`, `type ${full}`)}
          onUndo={() => void flow.document.undo()}
          onRedo={() => void flow.document.redo()}
          onRun={() => void runAndTell(flow, { kind: "node", node })}
        />
      </div>
    </>
  )
}
