/**
 * How the engine's process is started. New objects get little room before the collector looks at them: nearly all that passes
 * through a sync dies at once. With the default the return after a month takes 130 MB more; with less room, the collector
 * works more and saves nothing.
 */
export const engineFlags = ['--max-semi-space-size=8']
