import { createContext } from "react"

/** Turns the path in an image dict into an address that this page may load: of the run, say, that a page shows. */
export const ImageAddress = createContext<((path: string) => string | null) | undefined>(undefined)
