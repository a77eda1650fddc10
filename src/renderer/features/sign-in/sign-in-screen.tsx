import { Button, Stack, Text, Title } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { SessionView } from '../../../shared/contract/views.ts'
import { beginSignIn, cancelSignIn } from '../../data/actions.ts'
import { shell } from '../../data/shell.ts'
import { formatList } from '../../ui/format.ts'
import { showProblem } from '../../ui/notify.ts'
import { usePlace } from '../../ui/place.ts'
import { CentreForm } from './centre-form.tsx'
import classes from './sign-in-screen.module.css'

/** The door: which centre, then who. After that the app works without either. */
export function SignInScreen({ session, logo }: { session: SessionView; logo: ReactNode }) {
  usePlace([{ label: 'Sign in' }])
  const [choosing, setChoosing] = useState(false)
  const needsCentre = session.gatewayUrl === null || choosing
  return (
    <main id="content" className={classes.page}>
      <div className={classes.card}>
        {logo}
        <Title order={1} size="h1" mt="md">
          Welcome to BrainiX
        </Title>
        <Text c="dimmed" mt={6} mb="xl" lh={1.6}>
          Sign in once with a connection. After that, your courses, notes and quizzes work without one.
        </Text>
        {needsCentre ? (
          <CentreForm current={session.gatewayUrl} onChosen={() => setChoosing(false)} />
        ) : session.phase === 'signing-in' && shell === 'electron' ? (
          <Waiting />
        ) : (
          <SignIn session={session} onOtherCentre={() => setChoosing(true)} />
        )}
      </div>
    </main>
  )
}

function SignIn({ session, onOtherCentre }: { session: SessionView; onOtherCentre: () => void }) {
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const problem = failure ?? session.signInError?.message ?? null
  const start = async () => {
    setBusy(true)
    setFailure(null)
    try {
      await beginSignIn()
    } catch (error) {
      setFailure(error instanceof Error ? error.message : 'Signing in could not be started.')
    } finally {
      setBusy(false)
    }
  }
  return (
    <Stack gap="sm">
      {problem ? (
        <Text role="alert" className={classes.problem}>
          {problem}
        </Text>
      ) : null}
      <Button size="md" onClick={() => void start()} disabled={busy}>
        Sign in
      </Button>
      {session.unsentOfOthers.length > 0 ? (
        <Text size="sm" c="dimmed">
          Work of {formatList(session.unsentOfOthers)} waits on this device. It is sent when they sign in
          again.
        </Text>
      ) : null}
      <Text size="sm" c="dimmed">
        Your centre is <b>{hostOf(session.gatewayUrl)}</b>.{' '}
        <button type="button" className={classes.textButton} onClick={onOtherCentre}>
          Use another centre
        </button>
      </Text>
    </Stack>
  )
}

/** Desktop only: in a browser tab this page itself goes to sign in, and shows "Sign in" again if it came back early. */
function Waiting() {
  return (
    <Stack gap="sm" role="status">
      <Text fw={600}>Continue in your browser</Text>
      <Text c="dimmed" lh={1.6}>
        Your browser has opened the sign-in page. BrainiX goes on here as soon as you are done there.
      </Text>
      <Button
        variant="default"
        onClick={() => {
          cancelSignIn().catch((error: unknown) => showProblem('Could not cancel', error))
        }}
      >
        Cancel
      </Button>
    </Stack>
  )
}

function hostOf(url: string | null): string {
  if (url === null) return ''
  return URL.canParse(url) ? new URL(url).host : url
}
