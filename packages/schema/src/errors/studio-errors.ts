import { type ErrorEntry, system, user } from "./error-entry.ts"

/** The studio's server and its processes. */
export const STUDIO_ERRORS = {
  SESSION_REQUIRED: user("This page is not signed in to the studio.", [], {
    http: 401,
    hint: "Open the address that `millrace studio` printed; each address opens one session.",
  }),
  ORIGIN_REFUSED: user("A request from {origin} is refused.", [], {
    http: 403,
    hint: "The studio answers only its own page on this machine.",
  }),
  REQUEST_INVALID: user("{what} of the request: {reason}", [], { hint: "See /api/openapi.json." }),
  PATH_OUTSIDE: user("{path} is not below the opened folder.", [], {
    http: 403,
    hint: "Only files of the folder that the studio was opened with can be reached.",
  }),
  FILE_CHANGED: user("{path} has changed since it was read.", [], {
    http: 409,
    hint: "Take what is there, or keep yours and write again.",
  }),
  FILE_EXISTS: user("There is something at {path}.", [], { http: 409, hint: "Choose another name." }),
  PATH_REFUSED: user("{path} cannot be used: {reason}.", [], { hint: "Choose another name." }),
  FOLDER_NOT_EMPTY: user("{path} is not empty.", [], { http: 409, hint: "Choose another name." }),
  FOLDER_UNTRUSTED: user("The code of {path} was not made here, and nobody has said that it may run.", [], {
    http: 403,
    hint: "Look at its files; then allow it to run.",
  }),
  ARCHIVE_INVALID: user("The zip file is refused: {reason}.", [], {
    hint: "A flow folder as `Download` makes it is accepted.",
  }),
  WORK_NOT_FOUND: user("There is no work {id} any more.", [], {
    http: 404,
    hint: "Its run is kept: see Runs.",
  }),
  ENGINE_ENDED: system("The engine's process has ended ({how}).", [], {
    retryable: true,
    crash: true,
    hint: "Run it again. What it had finished is kept.",
  }),
} as const satisfies Record<string, ErrorEntry>
