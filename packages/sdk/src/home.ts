import { homedir } from "node:os"
import { join, resolve } from "node:path"
import type { OpenOptions } from "./api/millrace-api.ts"

/** Where a Millrace keeps its things. */
export interface Places {
  profile: "millrace" | "pf"
  cwd: string
  env: Record<string, string | undefined>
  /** `MILLRACE_HOME`, else `~/.millrace`: store, connections' key, models, managed environments. */
  home: string
  /** The original's home: `PF_HOME_DIRECTORY`, else `~/.promptflow`. */
  pfHome: string
  /** Settings that go before those of the files. */
  settings: Record<string, string>
}

export function placesOf(options: OpenOptions): Places {
  const env = options.env ?? process.env
  const cwd = options.cwd ?? process.cwd()
  const user = env.HOME ?? homedir()
  return {
    profile: options.profile ?? "millrace",
    cwd,
    env,
    home: resolve(cwd, options.home ?? env.MILLRACE_HOME ?? join(user, ".millrace")),
    pfHome: resolve(cwd, env.PF_HOME_DIRECTORY ?? join(user, ".promptflow")),
    settings: options.settings ?? {},
  }
}

/** Folder under which run folders lie when `run.output_path` does not say (issue part 7). */
export function defaultRunsFolder(places: Places): string {
  return places.profile === "pf" ? join(places.pfHome, ".runs") : join(places.home, "runs")
}

/** Folder under which experiments keep snapshots, logs and runs (spec 8.5). */
export function experimentsFolder(places: Places): string {
  return places.profile === "pf" ? join(places.pfHome, ".exps") : join(places.home, "experiments")
}
