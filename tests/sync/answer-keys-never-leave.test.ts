import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { shapeNames } from '../../src/shared/contract/shapes.ts'
import { createId } from '../../src/shared/domain/ids.ts'
import { type Device, delivered, until } from '../support/device.ts'
import { courseId, type Subject } from '../support/gateway-fixture.ts'
import { oneCentre, wholeCourse } from '../support/one-centre.ts'

/** Keys and explanations that are found again wherever they go. */
const key = (question: string) => `KEY-OF-${question}-qzjx`
const explanation = (question: string) => `WHY-OF-${question}-qzjx`
const neverShown = ['graded', 'essayed', 'exam', 'hidden']
/** Where a device's bytes may be: what came over the wire, and what lies in its files. */
type Bytes = { wire: Buffer[]; device: Device }

const school = oneCentre({
  prepare: async () => {
    await addQuiz('graded', 'GRADED')
    await addQuiz('exam', 'FINAL_EXAM')
    await addQuiz('practice', 'PRACTICE')
    await addQuiz('turning', 'PRACTICE')
    await addQuiz('hidden', 'GRADED')
    await addQuiz('essayed', 'GRADED')
    await atCentre(`UPDATE quizzes SET show_correct_answers = false WHERE id = 'q-hidden'`)
    await atCentre(
      `INSERT INTO questions (id, quiz_id, course_id, quiz_type, type, text, correct_answer)
     VALUES ('k-essay', 'q-essayed', '', 'GRADED', 'ESSAY', 'Discuss.', 'a model')`,
    )
  },
})
const { atCentre } = school

it('[SK-3] keys of graded quizzes and final exams are in no byte of the wire or the disk of a learner who keeps the course', async () => {
  const bytes = await learn('enrolled')
  await expectKeys(bytes, { absent: neverShown, present: ['practice'] })

  const { device } = bytes
  device.online = false
  for (const quiz of ['graded', 'exam']) sit(device, quiz)
  await device.restart()
  expect(device.rows('SELECT 1 FROM quiz_attempts WHERE graded_at IS NOT NULL')).toEqual([])
  await expectKeys(bytes, { absent: neverShown, present: ['practice'] })
})

it('a learner’s own graded attempt shows its key if the quiz shows answers, and no other quiz’s key with it', async () => {
  const bytes = await learn('finished')
  const { device } = bytes
  sit(device, 'graded')
  sit(device, 'hidden')
  await delivered(device)
  await until(
    'grades',
    () => device.rows('SELECT 1 FROM quiz_attempts WHERE graded_at IS NOT NULL').length === 2,
  )
  await expectKeys(bytes, { absent: ['exam', 'hidden', 'essayed'], present: ['graded', 'practice'] })

  const other = await learn('enrolled')
  await expectKeys(other, { absent: neverShown, present: ['practice'] })
})

it('an attempt that still waits for a person to grade its essay shows none of its keys', async () => {
  const bytes = await learn('enrolled')
  const { device } = bytes
  sit(device, 'essayed', { questionId: 'k-essay', selectedAnswer: 'At length.' })
  await delivered(device)
  expect(device.rows(`SELECT graded_at FROM quiz_attempts WHERE quiz_id = 'q-essayed'`)).toEqual([
    { graded_at: null },
  ])
  await expectKeys(bytes, { absent: neverShown, present: ['practice'] })
})

it('no shape or digest a learner can ask for carries the key of a graded quiz', async () => {
  for (const name of shapeNames)
    for (const query of ['', `courseId=${courseId}&`]) {
      const response = await school.centre.ask(`/v1/shapes/${name}?${query}offset=-1`, 'enrolled')
      expectNoKeys(Buffer.from(await response.arrayBuffer()), neverShown)
    }
  for (const group of ['catalogue', 'outline', 'course', 'teaching', 'personal'])
    for (const query of ['', `?courseId=${courseId}`]) {
      const response = await school.centre.ask(`/v1/digests/${group}${query}`, 'enrolled')
      expectNoKeys(Buffer.from(await response.arrayBuffer()), neverShown)
    }
})

it('a practice quiz that becomes a graded one takes its key off the devices, and later keys stay away', async () => {
  const bytes = await learn('enrolled')
  const { device } = bytes
  const held = () =>
    device.rows(`SELECT quiz_type, correct_answer, explanation FROM questions WHERE id = 'k-turning'`)
  expect(held()).toEqual([
    { quiz_type: 'PRACTICE', correct_answer: key('turning'), explanation: explanation('turning') },
  ])
  await atCentre(`UPDATE quizzes SET type = 'GRADED' WHERE id = 'q-turning'`)
  device.account.sync.kick()
  await until('the key to leave', () => held()[0]?.correct_answer === null)
  expect(held()).toEqual([{ quiz_type: 'GRADED', correct_answer: null, explanation: null }])

  await atCentre(`UPDATE questions SET correct_answer = $1 WHERE id = 'k-turning'`, key('later'))
  await wholeCourse(school, device)
  await expectKeys(bytes, { absent: ['later', ...neverShown], present: [] })
})

async function learn(subject: Subject): Promise<Bytes> {
  const wire: Buffer[] = []
  const watch = (url: string, response: Response) => {
    wire.push(Buffer.from(`${url}\n${JSON.stringify([...response.headers])}`))
    void response.arrayBuffer().then(
      (body) => wire.push(Buffer.from(body)),
      () => {}, // a long poll that was hung up
    )
  }
  const device = await school.learn(subject, { watch })
  return { wire, device }
}

/** Answers a quiz's question wrongly (so that only the centre can have brought the key), and hands it in. */
function sit(device: Device, quiz: string, more?: { questionId: string; selectedAnswer: string }): void {
  const attemptId = createId()
  device.account.mutate('quiz.start', { attemptId, quizId: `q-${quiz}`, startedAtMs: Date.now() })
  for (const given of [{ questionId: `k-${quiz}`, selectedAnswer: 'a guess' }, ...(more ? [more] : [])])
    device.account.mutate('quiz.answer', { attemptId, answerId: createId(), ...given })
  device.account.mutate('quiz.submit', { attemptId, submittedAtMs: Date.now(), timeSpentSeconds: 5 })
}

async function expectKeys(
  { wire, device }: Bytes,
  wanted: { absent: string[]; present: string[] },
): Promise<void> {
  // bodies are read beside the engine
  await until('what came over the wire', () =>
    wanted.present.every((quiz) => Buffer.concat(wire).includes(key(quiz))),
  )
  const disk = Buffer.concat(filesBelow(device.home).map((file) => readFileSync(file)))
  const all = Buffer.concat([...wire, disk])
  expectNoKeys(all, wanted.absent)
  for (const quiz of wanted.present) {
    expect(disk.includes(explanation(quiz)), `${explanation(quiz)} on the disk`).toBe(true)
  }
}

/** Neither as they are nor hashed: a short answer is soon found again from its hash. */
function expectNoKeys(bytes: Buffer, quizzes: string[]): void {
  for (const secret of quizzes.flatMap((quiz) => [key(quiz), explanation(quiz)])) {
    const forms = [secret, Buffer.from(secret).toString('base64').slice(0, -4)]
    for (const algorithm of ['md5', 'sha1', 'sha256'])
      forms.push(createHash(algorithm).update(secret).digest('hex'))
    for (const form of forms) expect(bytes.includes(form), `${secret} as ${form}`).toBe(false)
  }
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}

async function addQuiz(name: string, type: string): Promise<void> {
  await atCentre(
    `INSERT INTO quizzes (id, title, type, lesson_id, course_id) VALUES ($1, $2, $3::quiz_type, $4, '')`,
    `q-${name}`,
    name,
    type,
    `l-${courseId}`,
  )
  await atCentre(
    `INSERT INTO questions (id, quiz_id, course_id, quiz_type, type, text, correct_answer, explanation)
     VALUES ($1, $2, '', 'GRADED', 'SHORT_ANSWER', 'Which?', $3, $4)`,
    `k-${name}`,
    `q-${name}`,
    key(name),
    explanation(name),
  )
}
