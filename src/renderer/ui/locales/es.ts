import type { TextArea } from './en.ts'
import app from './es/app.json' with { type: 'json' }
import catalog from './es/catalog.json' with { type: 'json' }
import common from './es/common.json' with { type: 'json' }
import course from './es/course.json' with { type: 'json' }
import downloads from './es/downloads.json' with { type: 'json' }
import errors from './es/errors.json' with { type: 'json' }
import markdown from './es/markdown.json' with { type: 'json' }
import myLearning from './es/my-learning.json' with { type: 'json' }
import notes from './es/notes.json' with { type: 'json' }
import player from './es/player.json' with { type: 'json' }
import profile from './es/profile.json' with { type: 'json' }
import progress from './es/progress.json' with { type: 'json' }
import quiz from './es/quiz.json' with { type: 'json' }
import review from './es/review.json' with { type: 'json' }
import search from './es/search.json' with { type: 'json' }
import settings from './es/settings.json' with { type: 'json' }
import signIn from './es/sign-in.json' with { type: 'json' }
import status from './es/status.json' with { type: 'json' }

/** Every text of the app in Spanish, by area. */
export const spanish: Record<TextArea, object> = {
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
}
