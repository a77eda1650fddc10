import type { Row } from '../imports/write-rows.ts'

/** Fixed, so that tests and the demo identity provider can name them. */
export const demoPeople = {
  learner: 'demolearneraminadiallo01',
  instructor: 'demoinstructortomas00001',
  admin: 'demoadmingracelindqvist1',
} as const

export const demoUsers: readonly Row[] = [
  {
    id: demoPeople.learner,
    clerk_id: 'demo|learner',
    email: 'amina@example.org',
    name: 'Amina Diallo',
    role: 'STUDENT',
    bio: 'Runs a small repair shop and studies in the evenings, mostly where there is no signal.',
    website: null,
    avatar: null,
  },
  {
    id: demoPeople.instructor,
    clerk_id: 'demo|instructor',
    email: 'tomas@example.org',
    name: 'Tomás Herrera',
    role: 'INSTRUCTOR',
    bio: 'Taught physics and Spanish for twelve years in villages along one river. Believes in pencils, sand filters and spreadsheets.',
    website: 'https://example.org/tomas',
    avatar: null,
  },
  {
    id: demoPeople.admin,
    clerk_id: 'demo|admin',
    email: 'grace@example.org',
    name: 'Grace Lindqvist',
    role: 'ADMIN',
    bio: 'Keeps this centre running.',
    website: null,
    avatar: null,
  },
]

export const demoInstructorProfiles: readonly Row[] = [
  {
    id: 'demoprofiletomasherrera1',
    user_id: demoPeople.instructor,
    title: 'Teacher of practical things',
    expertise: ['Physics', 'Spanish', 'Household mathematics'],
    experience: 12,
    certifications: ['Licensed secondary teacher'],
    github: null,
    linked_in: null,
    twitter: null,
  },
]

export const demoStudentProfiles: readonly Row[] = [
  {
    id: 'demoprofileaminadiallo01',
    user_id: demoPeople.learner,
    learning_goals: ['Understand offers from the bank', 'Plan outdoor work by the weather'],
    preferred_topics: ['Weather', 'Money'],
    skill_level: 'Beginner',
    time_availability: 'Four evenings a week',
    courses_completed: 1,
    total_watch_time: 4260,
    current_streak: 2,
    longest_streak: 9,
    badges: [],
  },
  {
    id: 'demoprofilegrace00000001',
    user_id: demoPeople.admin,
    learning_goals: [],
    preferred_topics: ['Sound'],
    skill_level: null,
    time_availability: null,
    courses_completed: 0,
    total_watch_time: 0,
    current_streak: 0,
    longest_streak: 0,
    badges: [],
  },
]
