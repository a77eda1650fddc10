import { expect, it } from 'vitest'
import { openFile } from './open-file.ts'

const sha256 = 'a'.repeat(64)
const files = (mimeType: string) => ({
  locate: async () => ({ path: '/blobs/aa', mimeType, sizeBytes: 5 }),
})
function opener(answer: boolean) {
  const asked: unknown[] = []
  return {
    asked,
    openFile: async (input: unknown) => {
      asked.push(input)
      return answer
    },
  }
}

it('a document is opened by the shell, under a name that is safe everywhere', async () => {
  const shell = opener(true)
  expect(await openFile(files(''), shell, { sha256, name: '../Budget: 2026.xlsx' })).toBe('opened')
  expect(shell.asked).toEqual([{ path: '/blobs/aa', name: '-Budget- 2026.xlsx' }])
})

it.each(['setup.exe', 'run.sh', 'page.html', 'archive.zip', 'macro.docm', 'link.desktop', 'shortcut.lnk'])(
  '%s is never opened, only saved',
  async (name) => {
    const shell = opener(true)
    expect(await openFile(files('application/octet-stream'), shell, { sha256, name })).toBe('save')
    expect(shell.asked).toEqual([])
  },
)

it('where no program shows it, it is saved', async () => {
  expect(await openFile(files(''), opener(false), { sha256, name: 'a.odt' })).toBe('save')
})

it('a file that is not here and cannot be fetched is said to be missing', async () => {
  expect(await openFile({ locate: async () => null }, opener(true), { sha256, name: 'a.odt' })).toBe(
    'missing',
  )
})
