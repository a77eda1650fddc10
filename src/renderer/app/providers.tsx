import { DirectionProvider, type MantineColorSchemeManager, MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { directionOf, fittingLanguage } from '../../shared/domain/languages.ts'
import { AppliedSettings } from './applied-settings.tsx'
import { readFirstPaint } from './first-paint.ts'
import { router } from './routes.tsx'
import { cssVariables, theme } from './theme.ts'

/** The engine keeps the theme; Mantine only asks what to begin with. */
const colorScheme: MantineColorSchemeManager = {
  get: () => readFirstPaint().theme,
  set: () => {},
  subscribe: () => {},
  unsubscribe: () => {},
  clear: () => {},
}

export function Providers({ queryClient }: { queryClient: QueryClient }) {
  const language = fittingLanguage([useTranslation().i18n.language])
  return (
    <QueryClientProvider client={queryClient}>
      {/* Another language is another page: everything on it is written, counted and laid out anew. */}
      <DirectionProvider key={language} initialDirection={directionOf(language)} detectDirection={false}>
        <MantineProvider theme={theme} cssVariablesResolver={cssVariables} colorSchemeManager={colorScheme}>
          <AppliedSettings />
          <Notifications position="bottom-center" limit={3} autoClose={6000} transitionDuration={140} />
          <RouterProvider router={router} />
        </MantineProvider>
      </DirectionProvider>
    </QueryClientProvider>
  )
}
