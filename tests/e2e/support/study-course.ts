import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const film = fileURLToPath(
  new URL('../../../resources/demo/git-companion/three-places.webm', import.meta.url),
)

/** A small course that has everything a lesson may have, in a folder as `npm run import` reads it. */
export async function writeStudyCourse(folder: string): Promise<void> {
  const put = async (path: string, content: string | Uint8Array) => {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), content)
  }
  await put(
    'config.yaml',
    [
      'title: Studying well',
      'slug: studying-well',
      'description: A course with one of everything.',
      'episodes: [1-reading.md, 2-film.md, 3-meeting.md, 4-task.md]',
    ].join('\n'),
  )
  await put('1-reading.md', reading)
  await put(
    '2-film.md',
    [
      '---',
      'title: Three places',
      'video: film.webm',
      'video_seconds: 26',
      'captions: [film.en.vtt, film.es.vtt, film.chapters.vtt]',
      'resources: [{ title: The sound of the sea, url: files/sea.wav }]',
      '---',
      'A film about where changes live.',
    ].join('\n'),
  )
  await mkdir(folder, { recursive: true })
  await copyFile(film, join(folder, 'film.webm'))
  await put(
    'film.en.vtt',
    'WEBVTT\n\n00:00.000 --> 00:20.000\nHere is the working folder.\n\n00:20.000 --> 00:26.000\nAnd here the end.\n',
  )
  await put('film.es.vtt', 'WEBVTT\n\n00:00.000 --> 00:26.000\nEsta es la carpeta de trabajo.\n')
  await put(
    'film.chapters.vtt',
    'WEBVTT\n\n00:00.000 --> 00:10.000\nThe working folder\n\n00:10.000 --> 00:26.000\nThe staging area\n',
  )
  await put(
    '3-meeting.md',
    [
      '---',
      'title: Questions, live',
      'type: live-session',
      '---',
      'We meet and talk.',
      '',
      ':::session{start="2031-12-03T18:00" zone="Europe/Madrid" minutes="90" url="https://meet.example.org/a"}',
      'Bring your questions.',
      ':::',
    ].join('\n'),
  )
  await put('4-task.md', '---\ntitle: Your own folder\ntype: assignment\n---\nMake one, and say so.')
  await put('files/rain.py', 'import math\n\n\ndef rain(days):\n    return math.fsum(days)\n')
  await put('files/sheet.pdf', smallPdf(['Rain in the hills', 'Rain in the valley', 'Drought']))
  await put('files/budget.xlsx', 'PK not really a sheet')
  await put('files/hum.wav', tone({ seconds: 4, hertz: 220 }))
  await put('files/sea.wav', tone({ seconds: 4, hertz: 110 }))
}

/** The film cut in the middle: its head promises more than follows. */
export async function halfAFilm(): Promise<Uint8Array> {
  const whole = await readFile(film)
  return whole.subarray(0, Math.floor(whole.length / 2))
}

/** A tone as a WAV file: one channel of 16 bits, 8,000 samples a second. */
function tone({ seconds, hertz }: { seconds: number; hertz: number }): Uint8Array {
  const rate = 8_000
  const samples = Int16Array.from({ length: seconds * rate }, (_, at) =>
    Math.round(6_000 * Math.sin((2 * Math.PI * hertz * at) / rate)),
  )
  const head = Buffer.alloc(44)
  head.write('RIFF', 0)
  head.writeUInt32LE(36 + samples.byteLength, 4)
  head.write('WAVEfmt ', 8)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(rate, 24)
  head.writeUInt32LE(rate * 2, 28)
  head.writeUInt16LE(2, 32)
  head.writeUInt16LE(16, 34)
  head.write('data', 36)
  head.writeUInt32LE(samples.byteLength, 40)
  return Buffer.concat([head, Buffer.from(samples.buffer)])
}

const paragraph = (topic: string) =>
  `${topic} takes a quarter of an hour. Read a page, close the book, and say aloud what it said; what you cannot say you have not read. Then open it again at the place where you stopped, and go on.`

const reading = [
  '---',
  'title: Reading slowly',
  'resources:',
  '  - { title: The rain sheet, url: files/sheet.pdf }',
  '  - { title: rain.py, url: files/rain.py }',
  '  - { title: Budget, url: files/budget.xlsx }',
  '  - { title: The hum of the hills, url: files/hum.wav }',
  '---',
  '## Before you begin',
  paragraph('Making ready'),
  '',
  'Euler found that $e^{i\\pi} + 1 = 0$, which is worth a look.[^1]',
  '',
  '| what | minutes |',
  '|---|---|',
  '| reading | 15 |',
  '',
  '- [x] a pencil',
  '- [ ] silence',
  '',
  '```python',
  'import time',
  '```',
  '',
  '> [!TIP]',
  '> Sit by a window.',
  '',
  ...Array.from({ length: 14 }, (_, index) => `## Part ${index + 1}\n\n${paragraph(`Part ${index + 1}`)}\n`),
  'The **last passage** is about the difference between knowing and recognising.',
  '',
  '[^1]: In a letter of his.',
].join('\n')

/** A PDF with one line of text on each page, in a typeface every reader has. */
export function smallPdf(pages: readonly string[]): Uint8Array {
  const objects: string[] = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, index) => `${4 + index * 2} 0 R`).join(' ')}] >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ]
  for (const [index, line] of pages.entries()) {
    const stream = `BT /F1 28 Tf 72 700 Td (${line}) Tj ET`
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${5 + index * 2} 0 R /Resources << /Font << /F1 3 0 R >> >> >>`,
      `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    )
  }
  let file = '%PDF-1.4\n'
  const offsets = objects.map((object, index) => {
    const at = file.length
    file += `${index + 1} 0 obj\n${object}\nendobj\n`
    return at
  })
  const table = file.length
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`
  for (const at of offsets) file += `${String(at).padStart(10, '0')} 00000 n \n`
  file += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`
  return new TextEncoder().encode(file)
}
