import { s } from "./dom.js"

const WIDTH = 168
const HEIGHT = 34
const GAP_X = 20
const GAP_Y = 30

/** The flow as a picture: each node below those that it waits for, marked with how it ended in this line. */
export function graphView({ nodes, edges }, states, onPick) {
  const layers = layered(nodes, edges)
  const most = Math.max(...layers.map((layer) => layer.length))
  const width = most * WIDTH + (most - 1) * GAP_X + 2
  const height = layers.length * HEIGHT + (layers.length - 1) * GAP_Y + 2
  const places = new Map()
  for (const [y, layer] of layers.entries()) {
    const start = (width - (layer.length * WIDTH + (layer.length - 1) * GAP_X)) / 2
    for (const [x, name] of layer.entries())
      places.set(name, { x: start + x * (WIDTH + GAP_X), y: 1 + y * (HEIGHT + GAP_Y) })
  }
  const names = nodes.map(({ name }) => `${name} ${states.get(name) ?? "not run"}`).join(", ")
  return s(
    "svg",
    {
      class: "graph",
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: "group",
      "aria-label": `Graph: ${names}`,
    },
    edges.map(([from, to]) => edge(places.get(from), places.get(to))),
    nodes.map((node) => box(node, places.get(node.name), states.get(node.name), onPick)),
  )
}

/** Nodes by the longest way from a start. */
function layered(nodes, edges) {
  const depth = new Map(nodes.map(({ name }) => [name, 0]))
  for (let round = 0; round < nodes.length; round++) {
    for (const [from, to] of edges) depth.set(to, Math.max(depth.get(to), depth.get(from) + 1))
    if (edges.every(([from, to]) => depth.get(to) > depth.get(from))) break
  }
  const layers = []
  for (const [name, at] of depth) {
    layers[at] ??= []
    layers[at].push(name)
  }
  return layers.filter(Boolean)
}

function edge(from, to) {
  const x1 = from.x + WIDTH / 2
  const x2 = to.x + WIDTH / 2
  const y1 = from.y + HEIGHT
  const bend = (to.y - y1) / 2
  return s("path", {
    class: "edge",
    d: `M${x1} ${y1} C${x1} ${y1 + bend} ${x2} ${to.y - bend} ${x2} ${to.y}`,
  })
}

function box({ name, kind, aggregation }, { x, y }, state, onPick) {
  const pick = () => onPick(name)
  return s(
    "g",
    {
      class: `box ${state ?? "none"}`,
      transform: `translate(${x} ${y})`,
      tabindex: 0,
      role: "button",
      "aria-label": `${name}, ${kind}${aggregation ? ", over all lines" : ""}, ${state ?? "not run"}`,
      onclick: pick,
      onkeydown: (event) => {
        if (event.key === "Enter" || event.key === " ") {
          event.preventDefault()
          pick()
        }
      },
    },
    s("title", {}, `${name} (${kind})`),
    s("rect", { width: WIDTH, height: HEIGHT, rx: 6, "stroke-dasharray": aggregation ? "4 3" : null }),
    s("circle", { cx: 14, cy: HEIGHT / 2, r: 4 }),
    s("text", { x: 26, y: HEIGHT / 2 + 4 }, name.length > 19 ? `${name.slice(0, 18)}…` : name),
  )
}
