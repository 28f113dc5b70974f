import type { Answer, Asked, Operation, ROUTES } from "@internal/schema/studio"
import type { Studio } from "../studio.ts"

/** A file as an answer. */
export interface FileAnswer {
  name: string
  type: string
  bytes: Buffer
  /** Shown by the page instead of saved. */
  inline?: true
}

type AnswerForm = (typeof ROUTES)[Operation]["answer"]
type FormOf<O extends Operation> = (typeof ROUTES)[O]["answer"]

/** What a request has beside its query and body. */
export interface Exchange {
  /** Bytes of an upload. */
  upload: Buffer
  /** Aborted when the page has gone. */
  signal: AbortSignal
}

/** What does an operation: it answers as the route says, `lines` as they come. */
export type Handler<O extends Operation> = (
  studio: Studio,
  asked: Asked<O>,
  exchange: Exchange,
) => FormOf<O> extends "lines"
  ? AsyncIterable<object>
  : FormOf<O> extends "file"
    ? Promise<FileAnswer>
    : Promise<Answer<O>> | Answer<O>

export type Handlers<O extends Operation = Operation> = { [Name in O]: Handler<Name> }
export type { AnswerForm }
