import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useProfile } from '../../data/hooks.ts'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { usePlace } from '../../ui/place.ts'
import { Screen } from '../../ui/screen.tsx'
import { PersonFields } from './person-fields.tsx'
import { PreferenceFields } from './preference-fields.tsx'
import classes from './profile.module.css'
import { TeachingFields } from './teaching-fields.tsx'

/** Who somebody is and how they like to learn: read and changed with or without a connection. */
export function ProfileScreen() {
  const { t } = useTranslation('profile')
  usePlace([{ label: t('title') }])
  const { data: profile, isError, error, refetch } = useProfile()
  if (isError) return <ErrorPanel error={error} onRetry={() => void refetch()} />
  return (
    <Screen
      title={t('title')}
      width="text"
      lead={t('lead')}
      aside={
        profile ? (
          <Text size="sm" c="dimmed" role="status">
            {profile.delivery === 'received' ? t('received') : t('onDevice')}
          </Text>
        ) : null
      }
    >
      {profile ? (
        <div className={classes.parts}>
          <PersonFields profile={profile} />
          {profile.teaching ? <TeachingFields teaching={profile.teaching} /> : null}
          <PreferenceFields profile={profile} />
        </div>
      ) : null}
    </Screen>
  )
}
