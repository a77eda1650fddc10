import { Button } from '@mantine/core'
import { CircleAlert } from 'lucide-react'
import { AppError } from '../../shared/errors/app-error.ts'
import { StatePanel } from './state-panel.tsx'

/** Something could not be shown. Says what happened, what is safe, and offers to try again. */
export function ErrorPanel({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  return (
    <StatePanel
      icon={CircleAlert}
      title="This could not be shown"
      role="alert"
      action={
        onRetry ? (
          <Button variant="default" onClick={onRetry}>
            Try again
          </Button>
        ) : undefined
      }
    >
      {AppError.from(error).message}
    </StatePanel>
  )
}
