import { h } from "./dom.js"
import { count, duration, state, whole } from "./format.js"
import { graphView } from "./graph.js"

/** What the nodes of a line did: the graph, and each node with what it got, gave, printed and called. */
export function traceView(nodes, graph, total) {
  const parts = new Map(nodes.map((node) => [node.name, nodeView(node, total)]))
  const states = new Map(nodes.map((node) => [node.name, node.status]))
  const pick = (name) => {
    const part = parts.get(name)
    if (!part) return
    part.open = true
    part.querySelector("summary").focus()
    part.scrollIntoView({ block: "nearest" })
  }
  const lineGraph = onlyOf(graph, (node) => states.has(node.name) || !node.aggregation)
  return h(
    "div",
    { class: "trace" },
    lineGraph.nodes.length > 1 && h("div", { class: "graph-room" }, graphView(lineGraph, states, pick)),
    [...parts.values()],
  )
}

function onlyOf({ nodes, edges }, wanted) {
  const kept = nodes.filter(wanted)
  const names = new Set(kept.map(({ name }) => name))
  return { nodes: kept, edges: edges.filter(([from, to]) => names.has(from) && names.has(to)) }
}

function nodeView(node, total) {
  const body = h("div", { class: "node-body" })
  const view = h(
    "details",
    {
      class: "node",
      ontoggle: () => {
        if (view.open && body.childElementCount === 0) body.append(...nodeParts(node))
      },
    },
    h(
      "summary",
      {},
      h("span", { class: "node-name" }, node.name),
      state(node.status),
      h(
        "span",
        { class: "numbers" },
        duration(node.duration),
        node.tokens > 0 && ` · ${count(node.tokens)} tokens`,
      ),
      bar(node, total),
    ),
    body,
  )
  return view
}

/** When in the line's time the node ran. */
function bar({ start, duration: took }, total) {
  const part = (ms) => `${Math.min(100, (100 * ms) / Math.max(1, total))}%`
  const filled = h("span", { class: "bar-part" })
  filled.style.marginLeft = part(start)
  filled.style.width = part(took ?? 0)
  return h("span", { class: "bar", "aria-hidden": "true" }, filled)
}

function nodeParts(node) {
  return [
    node.error && errorView(node.error),
    node.condition && h("p", {}, `Bypassed: ${node.condition}`),
    node.inputs && section("Inputs", whole(node.inputs)),
    node.output && section("Output", whole(node.output)),
    node.log && section("Log", h("pre", { class: "text", tabindex: 0 }, node.log)),
    node.calls.length > 0 && section("Calls", h("div", { class: "calls" }, node.calls.map(callView))),
  ].filter(Boolean)
}

function callView(call) {
  return h(
    "details",
    { class: "call" },
    h(
      "summary",
      {},
      h("span", { class: "node-name" }, call.name),
      h("span", { class: "kind" }, call.type),
      h("span", { class: "numbers" }, duration(call.duration)),
      call.error && state("failed"),
    ),
    call.error && errorView({ message: call.error, detail: "" }),
    section("Inputs", whole(call.inputs)),
    section("Output", whole(call.output)),
    call.children.map(callView),
  )
}

export function section(title, ...content) {
  return h("section", { class: "part" }, h("h4", {}, title), content)
}

export function errorView({ message, detail }) {
  return h(
    "div",
    { class: "error", role: "note" },
    h("p", {}, message),
    detail &&
      h("details", {}, h("summary", {}, "Traceback"), h("pre", { class: "text", tabindex: 0 }, detail)),
  )
}
