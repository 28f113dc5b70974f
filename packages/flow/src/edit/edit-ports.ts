import { didYouMean, MillraceError } from "@internal/schema"
import type { Dict } from "@internal/value"
import { FLOW_KEYS, type FlowEdit, PORT_KEYS } from "./flow-edit.ts"
import { referenceSites, refersTo, renamedReference } from "./reference-sites.ts"
import type { YamlEdit } from "./yaml-edit.ts"

type PortEdit = Extract<FlowEdit, { kind: `port-${string}` }>

/** Edits inputs and outputs of a flow. */
export function editPort(yaml: YamlEdit, edit: PortEdit): void {
  const section = `${edit.port}s`
  const path = [section, edit.name]
  const names = yaml.keys([section])
  if (edit.kind === "port-add") {
    checkName(edit.name, names, edit.port)
    if (yaml.value([section])) yaml.insertKey([section], edit.name, inOrder(edit.fields, PORT_KEYS), edit.at)
    else yaml.set([section], new Map([[edit.name, inOrder(edit.fields, PORT_KEYS)]]), FLOW_KEYS)
    return
  }
  if (!names.includes(edit.name)) throw unknown(`There is no ${edit.port} ${edit.name}`, edit.name, names)
  switch (edit.kind) {
    case "port-delete":
      yaml.remove(path)
      break
    case "port-move":
      yaml.move(path, edit.to)
      break
    case "port-set":
      yaml.put([...path, edit.field], edit.value, PORT_KEYS)
      break
    case "port-rename":
      if (edit.to === edit.name) break
      checkName(edit.to, names, edit.port)
      if (edit.port === "input") renameReferences(yaml, edit.name, edit.to)
      yaml.renameKey(path, edit.to)
  }
}

function renameReferences(yaml: YamlEdit, from: string, to: string): void {
  yaml.setScalars(
    referenceSites(yaml.data)
      .filter(({ reference }) => refersTo(reference, "input", from))
      .map(({ path, text, reference }) => ({ path, value: renamedReference(text, reference, to) })),
  )
}

/** Fields in the order in which they usually stand, others behind them. */
export function inOrder(fields: Dict, order: readonly string[]): Dict {
  const place = (key: string) => (order.includes(key) ? order.indexOf(key) : order.length)
  return new Map([...fields].sort(([one], [other]) => place(one) - place(other)))
}

/** Fails with `FLOW_EDIT_INVALID` where a name is taken, or could not be referred to. */
export function checkName(name: string, taken: readonly string[], subject: string): void {
  const reason = taken.includes(name)
    ? `There is ${subject === "node" || subject === "variant" ? "a" : "an"} ${subject} ${name} already`
    : name.trim() !== name || name === "" || /[\r\n]/.test(name)
      ? `${JSON.stringify(name)} is no name: it must not be empty, nor begin or end with a blank`
      : subject === "node" && (/[.]/.test(name) || name === "inputs" || name === "flow")
        ? `${name} is no name of a node: references to it would mean something else`
        : undefined
  if (reason) throw new MillraceError("FLOW_EDIT_INVALID", { reason, suggestion: "Choose another name." })
}

export function unknown(reason: string, name: string, known: readonly string[]): MillraceError {
  return new MillraceError("FLOW_EDIT_INVALID", { reason, suggestion: didYouMean(name, known) })
}
