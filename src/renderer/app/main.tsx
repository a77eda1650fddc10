import '@fontsource/atkinson-hyperlegible/400.css'
import '@fontsource/atkinson-hyperlegible/400-italic.css'
import '@fontsource/atkinson-hyperlegible/700.css'
import '@fontsource/atkinson-hyperlegible/700-italic.css'
import '@fontsource-variable/inter'
import '@fontsource-variable/noto-sans-arabic'
import '@fontsource-variable/source-serif-4/opsz.css'
import '@fontsource-variable/source-serif-4/opsz-italic.css'
import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import './global.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { followConnection } from '../data/connection.ts'
import { connectEngine, engine, engineLink } from '../data/engine-client.ts'
import { followNotices } from '../data/notices.ts'
import { createQueryClient } from '../data/query-client.ts'
import { createRefresher } from '../data/refresh.ts'
import { speak } from '../ui/language/texts.ts'
import { languageOf, readFirstPaint } from './first-paint.ts'
import { Providers } from './providers.tsx'

// At once: the desktop shell posts its port as soon as the window has loaded.
connectEngine()
const queryClient = createQueryClient()
followConnection(engine, engineLink)
void followNotices(engine, engineLink, createRefresher(queryClient))

const root = document.getElementById('root')
await speak(languageOf(readFirstPaint()))
if (root) {
  createRoot(root).render(
    <StrictMode>
      <Providers queryClient={queryClient} />
    </StrictMode>,
  )
}
