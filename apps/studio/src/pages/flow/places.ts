import { createContext, useContext } from "react"

/** Somewhere in the flow: a card, or a line of a file. */
export interface FlowPlace {
  node?: string | undefined
  /** Its card, or its name there, gets the focus, too: it is worked on next. */
  withFocus?: "card" | "name"
  /** Below the opened folder, or as the flow writes it. */
  file?: string | undefined
  line?: number | undefined
  column?: number | undefined
}

/** A line of a file to go to; another object each time. */
export interface LinePlace {
  file: string
  line: number
  column?: number
}

export interface Places {
  /** Opens the card, or the file as text. */
  goTo(place: FlowPlace): void
  /** Where an editor in a card is asked to go. */
  at: LinePlace | undefined
}

export const PlacesContext = createContext<Places>({ goTo: () => {}, at: undefined })

export function usePlaces(): Places {
  return useContext(PlacesContext)
}
