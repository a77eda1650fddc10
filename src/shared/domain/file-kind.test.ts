import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { captionLanguage, fileKind, safeFileName, textLanguage } from './file-kind.ts'

describe('what the app does with a file', () => {
  it.each([
    ['sheet.pdf', 'application/pdf', 'pdf'],
    ['rain.PY', 'application/octet-stream', 'text'],
    ['data.csv', 'text/csv', 'text'],
    ['plan.png', 'image/png', 'image'],
    ['talk.mp3', 'audio/mpeg', 'audio'],
    ['talk.es.vtt', 'text/vtt', 'captions'],
    ['talk.chapters.vtt', 'text/vtt', 'chapters'],
    ['budget.xlsx', 'application/octet-stream', 'document'],
    ['virus.exe', 'application/pdf-no', 'other'],
    ['setup.msi', 'text/plain', 'text'],
    ['everything.zip', 'application/zip', 'other'],
    ['no ending', 'application/pdf', 'pdf'],
    ['constructor', 'x/y', 'other'],
  ])('%s (%s) is %s', (name, type, kind) => {
    expect(fileKind(name, type)).toBe(kind)
  })

  it('a page of another maker is text to be read, never a page', () => {
    expect(fileKind('index.html', 'text/html')).toBe('text')
    expect(textLanguage('index.html')).toBe('xml')
    expect(textLanguage('notes.txt')).toBeNull()
  })

  it.each([
    ['talk.es.vtt', 'es'],
    ['talk.pt-BR.vtt', 'pt-BR'],
    ['talk.vtt', null],
  ])('captions of %s are in %s', (name, language) => {
    expect(captionLanguage(name)).toBe(language)
  })
})

describe('a safe name', () => {
  it.each([
    ['../../etc/passwd', '-..-etc-passwd'],
    ['a:b|c?.docx', 'a-b-c-.docx'],
    ['  .hidden.txt ', 'hidden.txt'],
    ['con.txt', 'con-.txt'],
    ['', 'file'],
    ['.pdf', 'pdf'],
    ['عرض.pptx', 'عرض.pptx'],
  ])('of %s is %s', (name, safe) => {
    expect(safeFileName(name)).toBe(safe)
  })

  it('of anything is one plain name, and the same when asked again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 130 }), (name) => {
        const safe = safeFileName(name)
        expect(safe).toMatch(/^[^\\/:*?"<>|\p{C}]+$/u)
        expect(safe).not.toMatch(/^\.|\.$/)
        expect([...safe].length).toBeLessThanOrEqual(110)
      }),
    )
  })
})
