import { h } from "./dom.js"
import { count, duration, fields, state } from "./format.js"
import { errorView, section, traceView } from "./trace.js"

/** The pane at the side: one line in every run that has it. `step` goes to another line, `close` takes the pane away. */
export function linePane(number, runs, { step, close }) {
  const parts = runs.flatMap((run) => {
    const line = run.lines.find((one) => one.line === number)
    return line ? [runPart(run, line)] : []
  })
  const pane = h(
    "aside",
    {
      class: "pane",
      "aria-label": `Line ${number}`,
      onkeydown: (event) => {
        if (event.key === "Escape") close()
      },
    },
    h(
      "header",
      {},
      h("h2", { tabindex: -1 }, `Line ${number}`),
      h("button", { type: "button", onclick: () => step(-1), "aria-label": "Previous line" }, "↑"),
      h("button", { type: "button", onclick: () => step(1), "aria-label": "Next line" }, "↓"),
      h("button", { type: "button", onclick: close }, "Close"),
    ),
    parts,
  )
  return pane
}

function runPart(run, line) {
  return h(
    "section",
    { class: "run-part" },
    h("h3", {}, run.displayName || run.name),
    h(
      "p",
      { class: "facts" },
      state(line.status),
      ` ${duration(line.duration)}`,
      line.tokens > 0 && ` · ${count(line.tokens)} tokens`,
    ),
    line.error && errorView(line.error),
    section("Inputs", fields(line.inputs)),
    section("Outputs", fields(line.outputs)),
    section(
      "Trace",
      line.nodes
        ? traceView(line.nodes, run.graph, line.duration)
        : h("p", { class: "nothing" }, "Not in this page; see the run's folder."),
    ),
  )
}
