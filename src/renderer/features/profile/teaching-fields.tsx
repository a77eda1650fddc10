import { TextInput, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { maxExperienceYears, teachingFields } from '../../../shared/contract/profile-mutations.ts'
import type { TeachingView } from '../../../shared/contract/profile-views.ts'
import { formatNumber } from '../../ui/format.ts'
import { editTeaching } from './edit-profile.ts'
import classes from './profile.module.css'
import { TextList } from './text-list.tsx'
import { useAddress } from './use-address.ts'
import { useField } from './use-field.ts'

/** What learners read about somebody beside their courses: headline, subjects, experience, certificates, links. */
export function TeachingFields({ teaching }: { teaching: TeachingView }) {
  const { t } = useTranslation('profile')
  const title = useField(teaching.title ?? '', (text) => {
    editTeaching({ title: text === '' ? null : text })
    return null
  })
  const years = useField(teaching.experience === null ? '' : String(teaching.experience), (text) => {
    const experience = text === '' ? null : /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN
    if (!teachingFields.experience.safeParse(experience).success)
      return t('yearsWrong', { most: formatNumber(maxExperienceYears) })
    editTeaching({ experience })
    return null
  })
  const linkedIn = useAddress(teaching.linkedIn, (address) => editTeaching({ linkedIn: address }))
  const twitter = useAddress(teaching.twitter, (address) => editTeaching({ twitter: address }))
  const github = useAddress(teaching.github, (address) => editTeaching({ github: address }))
  return (
    <section className={classes.part} aria-labelledby="profile-teaching">
      <Title order={2} id="profile-teaching">
        {t('teaching')}
      </Title>
      <TextInput label={t('headline')} description={t('headlineHelp')} maxLength={120} {...title} />
      <TextList
        label={t('expertise')}
        description={t('expertiseHelp')}
        value={teaching.expertise}
        onChange={(expertise) => editTeaching({ expertise })}
      />
      <TextInput label={t('years')} inputMode="numeric" maxLength={3} w={200} {...years} />
      <TextList
        label={t('certificates')}
        description={t('certificatesHelp')}
        value={teaching.certifications}
        onChange={(certifications) => editTeaching({ certifications })}
      />
      <TextInput label={t('linkedIn')} {...linkedIn} />
      <TextInput label={t('twitter')} {...twitter} />
      <TextInput label={t('github')} {...github} />
    </section>
  )
}
