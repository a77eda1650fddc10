import { Textarea, TextInput, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ProfileView } from '../../../shared/contract/profile-views.ts'
import { editProfile } from './edit-profile.ts'
import { PictureField } from './picture-field.tsx'
import classes from './profile.module.css'
import { useAddress } from './use-address.ts'
import { useField } from './use-field.ts'

/** Picture, name, a few words, and a website. */
export function PersonFields({ profile }: { profile: ProfileView }) {
  const { t } = useTranslation('profile')
  const name = useField(profile.name, (text) => {
    if (text === '') return t('nameMissing')
    editProfile({ name: text })
    return null
  })
  const bio = useField(profile.bio ?? '', (text) => {
    editProfile({ bio: text === '' ? null : text })
    return null
  })
  const website = useAddress(profile.website, (address) => editProfile({ website: address }))
  return (
    <section className={classes.part} aria-labelledby="profile-person">
      <Title order={2} id="profile-person">
        {t('person')}
      </Title>
      <PictureField name={profile.name} avatar={profile.avatar} />
      <TextInput label={t('name')} maxLength={120} autoComplete="name" required {...name} />
      <TextInput
        label={t('email')}
        description={t('emailHelp')}
        value={profile.email}
        readOnly
        variant="filled"
        classNames={{ input: classes.address }}
      />
      <Textarea
        label={t('bio')}
        description={t('bioHelp')}
        autosize
        minRows={3}
        maxRows={12}
        maxLength={2000}
        {...bio}
      />
      <TextInput label={t('website')} autoComplete="url" {...website} />
    </section>
  )
}
