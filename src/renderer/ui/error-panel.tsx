import { Button } from '@mantine/core'
import { CircleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { errorWords } from './language/error-words.ts'
import { StatePanel } from './state-panel.tsx'

/** Something could not be shown. Says what happened, what is safe, and offers to try again. */
export function ErrorPanel({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation()
  return (
    <StatePanel
      icon={CircleAlert}
      title={t('error.title')}
      role="alert"
      action={
        onRetry ? (
          <Button variant="default" onClick={onRetry}>
            {t('action.tryAgain')}
          </Button>
        ) : undefined
      }
    >
      {errorWords(error)}
    </StatePanel>
  )
}
