export interface LayoutQuestion {
  id: number
  nodes: { id: string; width: number; height: number }[]
  edges: { from: string; to: string }[]
}

export type Places = Record<string, { x: number; y: number }>

/** Where a wire goes between its ends, by `from→to`: around the nodes that lie between. */
export type Wires = Record<string, { x: number; y: number }[]>

export interface Layout {
  places: Places
  wires: Wires
}

export interface LayoutAnswer extends Layout {
  id: number
}
