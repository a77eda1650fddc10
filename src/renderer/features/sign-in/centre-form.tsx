import { Button, Group, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { setGateway } from '../../data/actions.ts'
import { completeAddress } from './centre-address.ts'

interface CentreFormProps {
  current: string | null
  onChosen: () => void
}

/** Asks which centre this device belongs to, and says plainly when an address is none. */
export function CentreForm({ current, onChosen }: CentreFormProps) {
  const [address, setAddress] = useState(current ?? '')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const url = completeAddress(address)
    if (url === null) return setProblem('Enter the address of your centre, for example learn.example.org.')
    setBusy(true)
    setProblem(null)
    try {
      await setGateway(url)
      onChosen()
    } catch (error) {
      setProblem(error instanceof Error ? error.message : 'This address could not be used.')
    } finally {
      setBusy(false)
    }
  }

  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack gap="md">
        <TextInput
          label="Address of your centre"
          description="Your school or organisation gives it to you."
          placeholder="learn.example.org"
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
            {busy ? 'Looking for it' : 'Continue'}
          </Button>
          {current === null ? null : (
            <Button variant="subtle" color="gray" size="md" onClick={onChosen}>
              Keep {new URL(current).host}
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  )
}
