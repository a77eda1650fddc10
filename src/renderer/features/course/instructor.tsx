import { Anchor, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { CoursePageView } from '../../../shared/contract/catalogue-views.ts'
import { resolveMedia } from '../../data/media.ts'
import { FactLine } from '../../ui/fact-line.tsx'
import { formatList } from '../../ui/format.ts'
import { PersonAvatar } from '../../ui/person-avatar.tsx'
import classes from './instructor.module.css'

const places = ['website', 'linkedIn', 'twitter', 'github'] as const

/** Who teaches a course, as they say it themselves. */
export function Instructor({ instructor }: { instructor: CoursePageView['instructor'] }) {
  const { t } = useTranslation(['course', 'common', 'profile'])
  const { experience, totalCourses, totalStudents } = instructor
  const facts = [
    instructor.title,
    experience ? t('instructor.years', { count: experience }) : null,
    totalCourses > 0 ? t('common:count.courses', { count: totalCourses }) : null,
    totalStudents > 0 ? t('common:count.learners', { count: totalStudents }) : null,
  ].filter((fact) => fact !== null)
  const links = places.flatMap((place) => {
    const address = instructor.links[place]
    return address === null ? [] : [{ place, address }]
  })
  return (
    <div className={classes.instructor}>
      <PersonAvatar person={instructor} size={56} resolveMedia={resolveMedia} />
      <div>
        <Text fw={600}>{instructor.name}</Text>
        <Text size="sm" c="dimmed">
          <FactLine facts={facts} />
        </Text>
        {instructor.bio ? (
          <p className={classes.bio} dir="auto">
            {instructor.bio}
          </p>
        ) : null}
        {[instructor.expertise, instructor.certifications].map((texts) =>
          texts.length > 0 ? (
            <Text key={texts.join()} size="sm" c="dimmed" mt={6}>
              {formatList(texts)}
            </Text>
          ) : null,
        )}
        {links.length > 0 ? (
          <ul className={classes.links} aria-label={t('instructor.links', { name: instructor.name })}>
            {links.map(({ place, address }) => (
              <li key={place}>
                <Anchor href={address} target="_blank" rel="noreferrer" size="sm">
                  {t(`profile:${place}`)}
                </Anchor>
              </li>
            ))}
          </ul>
        ) : null}
      </div>
    </div>
  )
}
