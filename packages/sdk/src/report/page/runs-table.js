import { h } from "./dom.js"
import { brief, count, duration, state } from "./format.js"
import { ordered } from "./row-model.js"
import { section, traceView } from "./trace.js"

/** The table of runs with their metrics; each can be left out of the table of outputs. */
export function runsTable(runs, left, onSwitch) {
  const shown = ordered(runs)
  const metrics = [...new Set(runs.flatMap((run) => run.metrics.map(([name]) => name)))]
  const crashes = runs.some((run) => run.counts.crashed > 0)
  const heads = [
    "run",
    "status",
    "lines",
    "failed",
    ...(crashes ? ["crashed"] : []),
    "tokens",
    "time",
    ...metrics,
  ]
  return h(
    "section",
    {},
    h("h2", {}, metrics.length > 0 ? "Runs and metrics" : "Runs"),
    h(
      "div",
      { class: "table-room", tabindex: 0, role: "region", "aria-label": "Runs" },
      h(
        "table",
        { class: "runs" },
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            heads.map((name, i) => h("th", { scope: "col", class: i > 1 ? "number" : null }, name)),
          ),
        ),
        h(
          "tbody",
          {},
          shown.map(({ run, depth }) => runRow({ run, depth, metrics, crashes, left, onSwitch })),
        ),
      ),
    ),
    runs.map(runNotes),
  )
}

function runRow({ run, depth, metrics, crashes, left, onSwitch }) {
  const name = h(
    "label",
    { class: "run-name" },
    h("input", {
      type: "checkbox",
      checked: !left.has(run.name),
      onchange: (e) => onSwitch(run.name, e.target.checked),
    }),
    h("span", {}, `${depth > 0 ? "↳ " : ""}${run.displayName || run.name}`),
    h("small", {}, about(run)),
  )
  name.style.paddingLeft = `${depth * 20}px`
  const numbers = [
    count(run.counts.total),
    amiss(run.counts.failed),
    crashes && amiss(run.counts.crashed),
    count(run.tokens),
    duration(run.duration),
    ...metrics.map((metric) => brief(run.metrics.find(([one]) => one === metric)?.[1])),
  ].filter((cell) => cell !== false)
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, name),
    h("td", {}, state(run.status)),
    numbers.map((text) => h("td", { class: "number" }, text)),
  )
}

function amiss(lines) {
  return lines > 0 ? h("strong", { class: "bad" }, count(lines)) : "0"
}

function about(run) {
  const parts = [
    run.name !== run.displayName && run.name,
    run.flow,
    run.variant,
    run.createdOn.slice(0, 16).replace("T", " "),
  ]
  return parts.filter(Boolean).join(" · ")
}

/** What the tables do not say: why a run ended early, what is not in the page, what ran over all lines. */
function runNotes(run) {
  const title = run.displayName || run.name
  return [
    run.error && h("p", { class: "error" }, `${title}: ${run.error}`),
    run.left > 0 &&
      h(
        "p",
        { class: "note" },
        `${title}: ${count(run.left)} more lines are in its folder, and not in this page.`,
      ),
    run.untraced > 0 &&
      h(
        "p",
        { class: "note" },
        `${title}: the traces of ${count(run.untraced)} lines are in its folder, and not in this page.`,
      ),
    run.aggregation.length > 0 &&
      h(
        "details",
        { class: "aggregation" },
        h("summary", {}, `Over all lines of ${title}`),
        section("Trace", traceView(run.aggregation, { nodes: [], edges: [] }, longest(run.aggregation))),
      ),
  ]
}

function longest(nodes) {
  return Math.max(...nodes.map((node) => node.start + (node.duration ?? 0)))
}
