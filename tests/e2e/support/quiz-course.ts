import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** A course with a practice quiz of every type of question and a timed exam, in a folder as `npm run import` reads it. */
export async function writeQuizCourse(folder: string): Promise<void> {
  const put = async (path: string, content: string) => {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), content)
  }
  await put(
    'config.yaml',
    'title: Keeping bees\nslug: keeping-bees\ndescription: A course with every kind of question.\nepisodes: [1-hive.md, quizzes/practice.yaml, quizzes/exam.yaml]\n',
  )
  await put('1-hive.md', '---\ntitle: The hive\n---\nOne queen, many workers.\n\n![A hive](hive.svg)\n')
  await put(
    'hive.svg',
    '<svg xmlns="http://www.w3.org/2000/svg" width="120" height="80"><rect width="120" height="80" fill="#c90"/></svg>',
  )
  await put('quizzes/practice.yaml', practice)
  await put('quizzes/exam.yaml', exam)
}

const practice = String.raw`title: Bees, for practice
type: practice
passing_score: 60
questions:
  - type: multiple-choice
    text: How many sides has a cell? The area is $\frac{3\sqrt{3}}{2}a^2$.
    options: ["$2 \\times 3$", "$2^2$", "seven, ${'`never`'} eight", "![A hive](../hive.svg)"]
    answer: "$2 \\times 3$"
    explanation: Six sides leave no gaps.
  - type: multiple-choice
    text: Who lives in a hive?
    options: [Queen, Worker, Wasp]
    answer: [Queen, Worker]
  - type: true-false
    text: Drones sting.
    answer: false
    explanation: They have no sting.
  - type: short-answer
    text: What do bees make of nectar?
    answer: [honey, bee honey]
  - type: fill-in-blank
    text: The ___ lays eggs, the ___ fetch nectar.
    answer: [queen, [workers, bees]]
  - type: essay
    text: Why do bees dance?
    answer: To tell the others where the flowers are.
`

const exam = `title: The bee exam
type: final-exam
time_limit: 30
passing_score: 50
shuffle: true
max_attempts: 2
questions:
${Array.from(
  { length: 4 },
  (_, at) => `  - type: multiple-choice
    text: Which is letter ${at + 1}?
    options: [alpha, beta, gamma, delta]
    answer: ${['alpha', 'beta', 'gamma', 'delta'][at]}
    explanation: They are in the order of the alphabet.
`,
).join('')}`
