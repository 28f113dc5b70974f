/** Writes the SDK's declarations below `out`; answers the files written. */
export declare function writeDeclarations(root: string, out: string): Promise<string[]>
