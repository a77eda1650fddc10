import { spawn } from 'node:child_process'
import { join } from 'node:path'
import type { Break } from './breaks.ts'

const atOnce = 2

/**
 * Plays stories without each of the rules until one ends badly.
 * @param known plays only the story of each that is known to end badly then.
 * @returns whether every missing rule was noticed.
 */
export async function tryBreaks(rules: readonly Break[], known: boolean): Promise<boolean> {
  const queue = [...rules]
  let all = true
  const work = async () => {
    for (let rule = queue.shift(); rule; rule = queue.shift()) {
      const noticed = await tryBreak(rule, known)
      all &&= noticed
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return all
}

async function tryBreak({ rule, says, within, seed }: Break, known: boolean): Promise<boolean> {
  const seeds = known ? ['--seed', String(seed)] : ['--seeds', String(within)]
  const { code, output } = await run(['--break', rule, ...seeds, '--workers', '1', '--stop-at-first'])
  const noticed = code === 1 && /ended badly/.test(output)
  const played = /(\d+) stories, /.exec(output)?.[1] ?? '?'
  console.log(
    noticed
      ? `✓ ${rule}: noticed after ${played} stories (${/seed \d+ ended badly: .*/.exec(output)?.[0] ?? ''})`
      : `✗ ${rule}: ${says}, and ${played} stories ended well all the same\n${output.slice(-2000)}`,
  )
  return noticed
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
