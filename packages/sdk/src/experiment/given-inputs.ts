import { resolve } from "node:path"
import { castInput, type Experiment } from "@internal/flow"
import { type Dict, fromPlain, type Value } from "@internal/value"

/** Values of the experiment's inputs: what was given, cast as the template says, else the defaults. */
export function inputValues(experiment: Experiment, given: Dict): Dict {
  return new Map(
    experiment.inputs.map((input): [string, Value] => {
      const value = given.get(input.name)
      return [input.name, value === undefined ? input.default : castInput(input, value)]
    }),
  )
}

/** The experiment with what was given in place of its defaults and its data: it keeps them, as in the original. */
export function withGiven(
  experiment: Experiment,
  inputs: Dict,
  data: ReadonlyMap<string, string>,
): Experiment {
  return {
    ...experiment,
    inputs: experiment.inputs.map((input) => ({
      ...input,
      default: inputs.get(input.name) ?? input.default,
    })),
    data: experiment.data.map((item) => ({ ...item, path: data.get(item.name) ?? item.path })),
  }
}

/** The data items' paths, those that were given by name taking the place of the template's. */
export function dataPaths(experiment: Experiment, given: Dict, cwd: string): Map<string, string> {
  return new Map(
    experiment.data.map(({ name, path }) => {
      const other = given.get(name)
      return [name, typeof other === "string" ? resolve(cwd, other) : path]
    }),
  )
}

export function asDict(given: Record<string, unknown> | Map<string, Value> | undefined): Dict {
  return fromPlain(given ?? {}) as Dict // an object is a dict
}
