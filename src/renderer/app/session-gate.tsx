import { Button, Center } from '@mantine/core'
import { Hourglass } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession } from '../data/hooks.ts'
import { rescueTyped, unwrittenTexts } from '../data/typed-here.ts'
import { SignInScreen } from '../features/sign-in/sign-in-screen.tsx'
import { ErrorPanel } from '../ui/error-panel.tsx'
import { Late } from '../ui/late.tsx'
import { StatePanel } from '../ui/state-panel.tsx'
import { Logo } from './logo.tsx'

/** Lets a known person in, whatever the connection; asks everybody else to sign in. */
export function SessionGate({ children }: { children: ReactNode }) {
  const { t } = useTranslation(['app', 'common'])
  const session = useSession()
  if (session.data) {
    return session.data.person === null ? (
      <SignInScreen session={session.data} logo={<Logo size={48} />} />
    ) : (
      <TypedBefore personId={session.data.person.id}>{children}</TypedBefore>
    )
  }
  return (
    <Center component="main" id="content" mih="100dvh">
      {session.isError ? (
        <ErrorPanel error={session.error} onRetry={() => void session.refetch()} />
      ) : (
        <Late afterMs={4000}>
          <StatePanel
            icon={Hourglass}
            title={t('starting.title')}
            role="status"
            order={1}
            action={<Button onClick={() => window.location.reload()}>{t('common:action.tryAgain')}</Button>}
          >
            {t('starting.body')}
          </StatePanel>
        </Late>
      )}
    </Center>
  )
}

/** Before anything is shown, what this person had typed when the app died is written down: no editor opens on less. */
function TypedBefore({ personId, children }: { personId: string; children: ReactNode }) {
  const [readyFor, setReadyFor] = useState<string | null>(null)
  useEffect(() => {
    unwrittenTexts.belongTo(personId)
    void rescueTyped(personId).then(() => setReadyFor(personId))
  }, [personId])
  return readyFor === personId ? children : null
}
