import { Button, Group, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { AppError } from '../../../shared/errors/app-error.ts'
import { setGateway } from '../../data/actions.ts'
import { errorWords } from '../../ui/language/error-words.ts'
import { completeAddress } from './centre-address.ts'

const example = 'learn.example.org'

interface CentreFormProps {
  current: string | null
  onChosen: () => void
}

/** Asks which centre this device belongs to, and says plainly when an address is none. */
export function CentreForm({ current, onChosen }: CentreFormProps) {
  const { t } = useTranslation('sign-in')
  const [address, setAddress] = useState(current ?? '')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const url = completeAddress(address)
    if (url === null) return setProblem(t('form.invalid', { example }))
    setBusy(true)
    setProblem(null)
    try {
      await setGateway(url)
      onChosen()
    } catch (error) {
      setProblem(error instanceof AppError ? errorWords(error) : t('form.unusable'))
    } finally {
      setBusy(false)
    }
  }

  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack gap="md">
        <TextInput
          label={t('form.label')}
          description={t('form.description')}
          placeholder={example}
          styles={{ input: { direction: 'ltr', textAlign: 'start' } }}
          size="md"
          inputMode="url"
          autoComplete="url"
          spellCheck={false}
          autoFocus
          value={address}
          error={problem}
          onChange={(event) => setAddress(event.currentTarget.value)}
        />
        <Group>
          <Button type="submit" size="md" disabled={busy}>
            {busy ? t('form.looking') : t('form.continue')}
          </Button>
          {current === null ? null : (
            <Button variant="subtle" color="gray" size="md" onClick={onChosen}>
              {t('form.keep', { host: new URL(current).host })}
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  )
}
