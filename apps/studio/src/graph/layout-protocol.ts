export interface LayoutQuestion {
  id: number
  nodes: { id: string; width: number; height: number }[]
  edges: { from: string; to: string }[]
}

export type Places = Record<string, { x: number; y: number }>

export interface LayoutAnswer {
  id: number
  places: Places
}
