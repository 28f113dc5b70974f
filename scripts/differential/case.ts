/** One generated question: files of a folder and commands to run in it, one after another. */
export type Case = {
  /** Unique, also used as prefix of run and connection names: `casts-012`. */
  id: string
  /** Path inside the case's folder to text. `$BASE` stands for the echo model's address of this case. */
  files: Record<string, string>
  steps: Step[]
}

/** A command; the working directory is the case's folder. */
export type Step = {
  argv: string[]
  env?: Record<string, string>
}

/** What a program answered to a step, with everything that differs from run to run removed (see normalise.ts). */
export type StepAnswer = {
  exit: number
  /** What stdout holds after the log: JSON, or text. */
  result: Json
  /** Warnings and errors on stderr, without log lines of the run submitter. */
  warnings?: string[]
  /** `.promptflow` of a tested flow: file name to content (JSON parsed; null when only its presence counts). */
  test?: Record<string, Json>
  /** The run folder: file name to content (JSON lines parsed for records, text for the other files). */
  run?: Record<string, Json>
  /** The JSON of the exception that `PROMPTFLOW_STRUCTURE_EXCEPTION_OUTPUT` asks for. */
  stated?: Json
  /** Bodies that reached the echo model during this step, sorted. */
  requests?: Json[]
}

export type Answer = { id: string; steps: StepAnswer[] }

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }
