import { Award, Lock } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ProgressView } from '../../../shared/contract/progress-views.ts'
import { formatNumber } from '../../ui/format.ts'
import classes from './progress.module.css'

/** Badges earned first, then how far the others are. */
export function BadgeList({ badges }: { badges: ProgressView['badges'] }) {
  const { t } = useTranslation('progress')
  const earned = badges.filter(({ done, needed }) => done >= needed)
  const others = badges.filter(({ done, needed }) => done < needed)
  return (
    <ul className={classes.badges}>
      {[...earned, ...others].map(({ badge, done, needed }) => {
        const has = done >= needed
        const Icon = has ? Award : Lock
        return (
          <li key={badge} className={classes.badge} data-earned={has || undefined}>
            <Icon size={20} strokeWidth={1.7} aria-hidden />
            <div>
              <p className={classes.badgeName}>{t(`badges.${badge}.name`)}</p>
              <p className={classes.quiet}>
                {has
                  ? t('badges.earned')
                  : t('badges.progress', {
                      what: t(`badges.${badge}.how`),
                      done: formatNumber(done),
                      needed: formatNumber(needed),
                    })}
              </p>
            </div>
          </li>
        )
      })}
    </ul>
  )
}
