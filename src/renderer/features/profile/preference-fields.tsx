import { NativeSelect, TextInput, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { courseLevels } from '../../../shared/contract/enums.ts'
import type { ProfileView } from '../../../shared/contract/profile-views.ts'
import { levelWord } from '../../ui/level-words.ts'
import { editProfile } from './edit-profile.ts'
import classes from './profile.module.css'
import { TextList } from './text-list.tsx'
import { useField } from './use-field.ts'

/** Goals, topics, level and time. */
export function PreferenceFields({ profile }: { profile: ProfileView }) {
  const { t } = useTranslation('profile')
  const time = useField(profile.timeAvailability ?? '', (text) => {
    editProfile({ timeAvailability: text === '' ? null : text })
    return null
  })
  const level = courseLevels.find((one) => one === profile.skillLevel)
  return (
    <section className={classes.part} aria-labelledby="profile-preferences">
      <Title order={2} id="profile-preferences">
        {t('preferences')}
      </Title>
      <TextList
        label={t('goals')}
        description={t('goalsHelp')}
        value={profile.learningGoals}
        onChange={(learningGoals) => editProfile({ learningGoals })}
      />
      <TextList
        label={t('topics')}
        description={t('topicsHelp')}
        data={profile.topics}
        value={profile.preferredTopics}
        onChange={(preferredTopics) => editProfile({ preferredTopics })}
      />
      <NativeSelect
        label={t('level')}
        value={level ?? profile.skillLevel ?? ''}
        onChange={(event) => {
          const chosen = event.currentTarget.value
          editProfile({ skillLevel: courseLevels.find((one) => one === chosen) ?? null })
        }}
      >
        <option value="">{t('levelNone')}</option>
        {courseLevels.map((one) => (
          <option key={one} value={one}>
            {levelWord(one)}
          </option>
        ))}
        {profile.skillLevel !== null && level === undefined ? (
          <option value={profile.skillLevel}>{profile.skillLevel}</option>
        ) : null}
      </NativeSelect>
      <TextInput label={t('time')} description={t('timeHelp')} maxLength={200} {...time} />
    </section>
  )
}
