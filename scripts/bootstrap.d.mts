export function bootstrap(script: string): Promise<void>
export function whatIsMissing(folder: string): string | null
