import app from './ar/app.json' with { type: 'json' }
import catalog from './ar/catalog.json' with { type: 'json' }
import common from './ar/common.json' with { type: 'json' }
import course from './ar/course.json' with { type: 'json' }
import downloads from './ar/downloads.json' with { type: 'json' }
import errors from './ar/errors.json' with { type: 'json' }
import markdown from './ar/markdown.json' with { type: 'json' }
import myLearning from './ar/my-learning.json' with { type: 'json' }
import notes from './ar/notes.json' with { type: 'json' }
import player from './ar/player.json' with { type: 'json' }
import profile from './ar/profile.json' with { type: 'json' }
import progress from './ar/progress.json' with { type: 'json' }
import quiz from './ar/quiz.json' with { type: 'json' }
import review from './ar/review.json' with { type: 'json' }
import search from './ar/search.json' with { type: 'json' }
import settings from './ar/settings.json' with { type: 'json' }
import signIn from './ar/sign-in.json' with { type: 'json' }
import status from './ar/status.json' with { type: 'json' }
import type { TextArea } from './en.ts'

/** Every text of the app in Arabic, by area. */
export const arabic: Record<TextArea, object> = {
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
