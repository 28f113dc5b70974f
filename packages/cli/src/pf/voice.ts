import type { Voice } from "../main.ts"
export const voice = {} as Voice
