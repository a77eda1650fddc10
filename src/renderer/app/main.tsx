import '@fontsource-variable/inter'
import '@fontsource-variable/source-serif-4/opsz.css'
import '@fontsource-variable/source-serif-4/opsz-italic.css'
import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import './global.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { fittingLanguage } from '../../shared/domain/languages.ts'
import { followConnection } from '../data/connection.ts'
import { connectEngine, engine, engineLink } from '../data/engine-client.ts'
import { followNotices } from '../data/notices.ts'
import { createQueryClient } from '../data/query-client.ts'
import { createRefresher } from '../data/refresh.ts'
import { speak } from '../ui/language/texts.ts'
import { Providers } from './providers.tsx'

// At once: the desktop shell posts its port as soon as the window has loaded.
connectEngine()
const queryClient = createQueryClient()
followConnection(engine, engineLink)
void followNotices(engine, engineLink, createRefresher(queryClient))

const root = document.getElementById('root')
await speak(fittingLanguage(navigator.languages))
if (root) {
  createRoot(root).render(
    <StrictMode>
      <Providers queryClient={queryClient} />
    </StrictMode>,
  )
}
