import { NativeSelect } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { chooseDownloadLimit } from '../../data/keeping.ts'
import { formatBytes } from '../../ui/format.ts'
import { showProblem } from '../../ui/notify.ts'

const gigabyte = 1_000_000_000
const choices = [0.5, 1, 2, 5, 10, 20, 50].map((size) => size * gigabyte)

/** How much space courses may take on this device. */
export function LimitSelect({ limitBytes }: { limitBytes: number | null }) {
  const { t } = useTranslation('downloads')
  return (
    <NativeSelect
      mt="lg"
      maw={320}
      label={t('limit.label')}
      description={t('limit.help')}
      value={limitBytes === null ? '' : String(limitBytes)}
      onChange={(event) => {
        const chosen = event.currentTarget.value
        chooseDownloadLimit(chosen === '' ? null : Number(chosen)).catch((error: unknown) =>
          showProblem(t('limit.problem'), error),
        )
      }}
      data={[
        { value: '', label: t('limit.none') },
        ...choices.map((bytes) => ({ value: String(bytes), label: formatBytes(bytes) })),
      ]}
    />
  )
}
