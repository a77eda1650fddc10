import app from './en/app.json' with { type: 'json' }
import catalog from './en/catalog.json' with { type: 'json' }
import common from './en/common.json' with { type: 'json' }
import course from './en/course.json' with { type: 'json' }
import downloads from './en/downloads.json' with { type: 'json' }
import errors from './en/errors.json' with { type: 'json' }
import markdown from './en/markdown.json' with { type: 'json' }
import myLearning from './en/my-learning.json' with { type: 'json' }
import notes from './en/notes.json' with { type: 'json' }
import player from './en/player.json' with { type: 'json' }
import profile from './en/profile.json' with { type: 'json' }
import progress from './en/progress.json' with { type: 'json' }
import quiz from './en/quiz.json' with { type: 'json' }
import review from './en/review.json' with { type: 'json' }
import search from './en/search.json' with { type: 'json' }
import settings from './en/settings.json' with { type: 'json' }
import signIn from './en/sign-in.json' with { type: 'json' }
import status from './en/status.json' with { type: 'json' }

/** Every text of the app in English, by area. The keys of all languages are these. */
export const english = {
  common,
  app,
  catalog,
  course,
  downloads,
  'my-learning': myLearning,
  'sign-in': signIn,
  settings,
  status,
  progress,
  quiz,
  review,
  search,
  notes,
  markdown,
  player,
  profile,
  errors,
} as const

export type English = typeof english
export type TextArea = keyof English

export const textAreas = [
  'common',
  'app',
  'catalog',
  'course',
  'downloads',
  'my-learning',
  'sign-in',
  'settings',
  'status',
  'progress',
  'quiz',
  'review',
  'search',
  'notes',
  'markdown',
  'player',
  'profile',
  'errors',
] as const satisfies readonly TextArea[]
