/** The school every story begins in. What learners do comes on top; its content may be changed by a story. */
export const instructors = ['ida', 'ivo'] as const
export const learners = ['ana', 'ben'] as const
export type PersonId = (typeof instructors)[number] | (typeof learners)[number]

const everybody: readonly string[] = [...instructors, ...learners]
export const isPerson = (name: string): name is PersonId => everybody.includes(name)

export const roleOf = (person: PersonId) =>
  person === 'ida' || person === 'ivo' ? ('INSTRUCTOR' as const) : ('STUDENT' as const)

const course = (id: string, teacher: string, title: string) =>
  `('${id}', '${title}', '${id}', 'About ${title}', 0, '${teacher}', 'tools', true)`
const lesson = (id: string, module: string, position: number) =>
  `('${id}', 'Lesson ${id}', 'Text of ${id}', ${position}, '${module}', '', true)`

export const schoolSql = `
  INSERT INTO users (id, clerk_id, email, name, role) VALUES
    ('ida', 'k-ida', 'ida@school.test', 'Ida', 'INSTRUCTOR'), ('ivo', 'k-ivo', 'ivo@school.test', 'Ivo', 'INSTRUCTOR');
  INSERT INTO instructor_profiles (id, user_id) VALUES ('p-ida', 'ida'), ('p-ivo', 'ivo');
  INSERT INTO categories (id, name, slug) VALUES ('tools', 'Tools', 'tools');
  INSERT INTO courses (id, title, slug, description, price, instructor_id, category_id, published) VALUES
    ${course('git', 'ida', 'Git')}, ${course('sql', 'ivo', 'SQL')};
  INSERT INTO modules (id, title, position, course_id, published) VALUES
    ('git-a', 'Basics', 1, 'git', true), ('git-b', 'More', 2, 'git', true), ('sql-a', 'Basics', 1, 'sql', true);
  INSERT INTO lessons (id, title, content, position, module_id, course_id, published) VALUES
    ${lesson('git-1', 'git-a', 1)}, ${lesson('git-2', 'git-a', 2)}, ${lesson('git-3', 'git-b', 1)},
    ${lesson('sql-1', 'sql-a', 1)}, ${lesson('sql-2', 'sql-a', 2)};
  INSERT INTO quizzes (id, title, type, lesson_id, course_id, allow_retakes, max_attempts) VALUES
    ('git-practice', 'Practice', 'PRACTICE', 'git-1', '', true, NULL),
    ('git-graded', 'Graded', 'GRADED', 'git-2', '', true, 2),
    ('sql-exam', 'Exam', 'FINAL_EXAM', 'sql-1', '', true, NULL);
  INSERT INTO questions (id, quiz_id, course_id, quiz_type, text, type, options, correct_answer, points) VALUES
    ('gp-1', 'git-practice', '', 'PRACTICE', 'Which?', 'MULTIPLE_CHOICE', '{a,"b,c","d \\"e\\""}', 'a', 1),
    ('gp-2', 'git-practice', '', 'PRACTICE', 'Name it', 'SHORT_ANSWER', '{}', 'commit', 2),
    ('gg-1', 'git-graded', '', 'GRADED', 'Which two?', 'MULTIPLE_CHOICE', '{a,b,c}', '["a","b"]', 1),
    ('gg-2', 'git-graded', '', 'GRADED', 'Name it', 'SHORT_ANSWER', '{}', 'merge', 1),
    ('se-1', 'sql-exam', '', 'FINAL_EXAM', 'Explain', 'ESSAY', '{}', 'see guide', 5),
    ('se-2', 'sql-exam', '', 'FINAL_EXAM', 'True?', 'TRUE_FALSE', '{true,false}', 'true', 1);
`

/** The learners of a story, some of them enrolled already. */
export const peopleSql = `
  INSERT INTO users (id, clerk_id, email, name, role) VALUES
    ('ana', 'k-ana', 'ana@school.test', 'Ana', 'STUDENT'), ('ben', 'k-ben', 'ben@school.test', 'Ben', 'STUDENT');
  INSERT INTO enrollments (id, user_id, course_id) VALUES
    ('e-ana-git', 'ana', 'git'), ('e-ben-git', 'ben', 'git'), ('e-ida-sql', 'ida', 'sql');
`
