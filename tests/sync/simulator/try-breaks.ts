import { spawn } from 'node:child_process'
import { join } from 'node:path'
import type { Break } from './breaks.ts'

/** Plays stories without each of the rules until one ends badly. @returns whether every missing rule was noticed. */
export async function tryBreaks(rules: readonly Break[]): Promise<boolean> {
  let all = true
  for (const { rule, says, within } of rules) {
    const { code, output } = await run(['--break', rule, '--seeds', String(within), '--stop-at-first'])
    const noticed = code === 1 && /ended badly/.test(output)
    all &&= noticed
    const played = /(\d+) stories, /.exec(output)?.[1] ?? '?'
    console.log(
      noticed
        ? `✓ ${rule}: noticed after ${played} stories (${/ended badly: (.*)/.exec(output)?.[1] ?? ''})`
        : `✗ ${rule}: ${says}, and ${within} stories ended well all the same\n${output.slice(-2000)}`,
    )
  }
  return all
}

function run(args: string[]): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), ...args])
    let output = ''
    child.stdout.on('data', (chunk) => {
      output += String(chunk)
    })
    child.stderr.on('data', (chunk) => {
      output += String(chunk)
    })
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, output }))
  })
}
