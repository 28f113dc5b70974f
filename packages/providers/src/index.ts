export type { Environment } from "./http/certificates.ts"
export { type OutgoingHttp, outgoingHttp } from "./http/dispatcher.ts"
export { type LocalSource, type OpenOptions, openModel } from "./open-model.ts"
export type { Scrub } from "./wire/failure.ts"
