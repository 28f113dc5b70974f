import type { z } from "zod"

/** One operation of the studio's HTTP interface. Server, page and the OpenAPI document are made from the same table. */
export interface Route {
  method: "GET" | "POST" | "PUT" | "DELETE"
  /** Below `/api`; `:name` for a part that is given in `path`. */
  at: string
  summary: string
  /** What is asked of: everything that is no body. Values are text in the address; `z.coerce` where they are not. */
  query?: z.ZodType
  body?: z.ZodType
  /** `lines`: one JSON a line, as it comes. `file`: bytes. */
  answer: z.ZodType | "lines" | "file"
  /** The body is bytes (a file) and no JSON. */
  upload?: true
}

export type QueryOf<R extends Route> = R["query"] extends z.ZodType
  ? z.input<R["query"]>
  : Record<never, never>
export type BodyOf<R extends Route> = R["body"] extends z.ZodType ? z.input<R["body"]> : undefined
export type AnswerOf<R extends Route> = R["answer"] extends z.ZodType ? z.output<R["answer"]> : never
/** As the server sees them, defaults filled in. */
export type AskedQuery<R extends Route> = R["query"] extends z.ZodType
  ? z.output<R["query"]>
  : Record<never, never>
export type AskedBody<R extends Route> = R["body"] extends z.ZodType ? z.output<R["body"]> : undefined
