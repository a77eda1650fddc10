/**
 * How the engine's process is started. New objects get little room before the collector looks at them: nearly all that passes
 * through a sync dies at once, and with the default a first sync of a large course takes 150 MB more.
 */
export const engineFlags = ['--max-semi-space-size=2']
