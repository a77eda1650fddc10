import { parseArgs } from 'node:util'

export interface StartOptions {
  /** Do not look for Electron. */
  browser: boolean
  /** Open the system's browser. */
  open: boolean
  /** Run a centre on this machine. False with `--no-centre` or when BRAINIX_GATEWAY_URL names one elsewhere. */
  centre: boolean
  /** Passed on to the browser shell. */
  shellArgs: string[]
  help: boolean
}

export const startHelp = `npm start [-- options]
  --browser           open BrainiX in a browser tab even where the desktop window is possible
  --no-open           only print the address
  --no-centre         start without a centre on this machine (as with BRAINIX_GATEWAY_URL=https://…)
  --port N            port of the browser tab's address
  --status-file PATH  write {shellPid, enginePid, url} there as JSON (browser tab)
Data lives in this system's per-user data folder; BRAINIX_HOME=FOLDER chooses another.`

/** Throws with a plain message for an option it does not know. */
export function readStartOptions(args: string[], env: NodeJS.ProcessEnv): StartOptions {
  const { values } = parseArgs({
    args,
    options: {
      browser: { type: 'boolean', default: false },
      'no-open': { type: 'boolean', default: false },
      'no-centre': { type: 'boolean', default: false },
      port: { type: 'string' },
      'status-file': { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  const shellArgs: string[] = []
  if (values.port !== undefined) shellArgs.push('--port', values.port)
  if (values['status-file'] !== undefined) shellArgs.push('--status-file', values['status-file'])
  return {
    browser: values.browser,
    open: !values['no-open'],
    centre: !values['no-centre'] && !env.BRAINIX_GATEWAY_URL,
    shellArgs,
    help: values.help,
  }
}
