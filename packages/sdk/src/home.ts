import { type Stats, statSync } from "node:fs"
import { homedir } from "node:os"
import { dirname, join, resolve } from "node:path"
import type { OpenOptions } from "./api/millrace-api.ts"

/** Where a Millrace keeps its things. */
export interface Places {
  profile: "millrace" | "pf"
  cwd: string
  env: Record<string, string | undefined>
  /** `MILLRACE_HOME`, else `~/.millrace`: models, managed environments, runs. */
  home: string
  /** Store and key of secrets: `home`; beside the runs of `pf` where `PF_HOME_DIRECTORY` keeps those apart. */
  store: string
  /** The original's home: `PF_HOME_DIRECTORY`, else `~/.promptflow`. */
  pfHome: string
  /** Settings that go before those of the files. */
  settings: Record<string, string>
}

export function placesOf(options: OpenOptions): Places {
  const env = options.env ?? process.env
  const cwd = options.cwd ?? process.cwd()
  const user = env.HOME ?? homedir()
  const given = options.home ?? env.MILLRACE_HOME
  const home = resolve(cwd, given ?? join(user, ".millrace"))
  const apart = env.PF_HOME_DIRECTORY && usable(resolve(cwd, env.PF_HOME_DIRECTORY))
  const pfHome = apart || join(user, ".promptflow")
  return {
    profile: options.profile ?? "millrace",
    cwd,
    env,
    home,
    store: given === undefined && apart ? join(pfHome, ".millrace") : home,
    pfHome,
    settings: options.settings ?? {},
  }
}

/** Below a file there is nothing either. */
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path)
  } catch {
    return undefined
  }
}

/** The path, if it is a folder or can become one: the original takes the default home otherwise (spec 12). */
function usable(path: string): string | undefined {
  for (let at = path; ; at = dirname(at)) {
    const stat = statOf(at)
    if (stat) return stat.isDirectory() ? path : undefined
    if (at === dirname(at)) return undefined
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
