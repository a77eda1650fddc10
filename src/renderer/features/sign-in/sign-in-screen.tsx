import { Button, Stack, Text, Title } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { Trans, useTranslation } from 'react-i18next'
import type { SessionView } from '../../../shared/contract/views.ts'
import { AppError } from '../../../shared/errors/app-error.ts'
import { beginSignIn, cancelSignIn } from '../../data/actions.ts'
import { shell } from '../../data/shell.ts'
import { formatList } from '../../ui/format.ts'
import { errorWords } from '../../ui/language/error-words.ts'
import { showProblem } from '../../ui/notify.ts'
import { usePlace } from '../../ui/place.ts'
import { CentreForm } from './centre-form.tsx'
import classes from './sign-in-screen.module.css'

/** The door: which centre, then who. After that the app works without either. */
export function SignInScreen({ session, logo }: { session: SessionView; logo: ReactNode }) {
  const { t } = useTranslation('sign-in')
  usePlace([{ label: t('title') }])
  const [choosing, setChoosing] = useState(false)
  const needsCentre = session.gatewayUrl === null || choosing
  return (
    <main id="content" className={classes.page}>
      <div className={classes.card}>
        {logo}
        <Title order={1} size="h1" mt="md">
          {t('welcome')}
        </Title>
        <Text c="dimmed" mt={6} mb="xl" lh={1.6}>
          {t('lead')}
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
  const { t } = useTranslation(['sign-in', 'common'])
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const problem = failure ?? (session.signInError ? errorWords(AppError.fromData(session.signInError)) : null)
  const start = async () => {
    setBusy(true)
    setFailure(null)
    try {
      await beginSignIn()
    } catch (error) {
      setFailure(error instanceof AppError ? errorWords(error) : t('notStarted'))
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
        {t('action')}
      </Button>
      {session.unsentOfOthers.length > 0 ? (
        <Text size="sm" c="dimmed">
          {t('others', { people: formatList(session.unsentOfOthers) })}
        </Text>
      ) : null}
      <Text size="sm" c="dimmed">
        <Trans
          t={t}
          i18nKey="centre"
          values={{ host: hostOf(session.gatewayUrl) }}
          components={{ b: <bdi className={classes.host} /> }}
        />{' '}
        <button type="button" className={classes.textButton} onClick={onOtherCentre}>
          {t('otherCentre')}
        </button>
      </Text>
    </Stack>
  )
}

/** Desktop only: in a browser tab this page itself goes to sign in, and shows "Sign in" again if it came back early. */
function Waiting() {
  const { t } = useTranslation(['sign-in', 'common'])
  return (
    <Stack gap="sm" role="status">
      <Text fw={600}>{t('waiting.title')}</Text>
      <Text c="dimmed" lh={1.6}>
        {t('waiting.body')}
      </Text>
      <Button
        variant="default"
        onClick={() => {
          cancelSignIn().catch((error: unknown) => showProblem(t('waiting.problem'), error))
        }}
      >
        {t('common:action.cancel')}
      </Button>
    </Stack>
  )
}

function hostOf(url: string | null): string {
  if (url === null) return ''
  return URL.canParse(url) ? new URL(url).host : url
}
