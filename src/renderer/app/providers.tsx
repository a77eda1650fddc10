import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { router } from './routes.tsx'
import { cssVariables, theme } from './theme.ts'

export function Providers({ queryClient }: { queryClient: QueryClient }) {
  return (
    <QueryClientProvider client={queryClient}>
      <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
        <Notifications position="bottom-center" limit={3} autoClose={6000} transitionDuration={140} />
        <RouterProvider router={router} />
      </MantineProvider>
    </QueryClientProvider>
  )
}
