export const SECTIONS: string[]
export function serveKit(): Promise<{ url: string; close(): Promise<void> }>
