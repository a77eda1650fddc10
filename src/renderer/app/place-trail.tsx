import { Link } from '@tanstack/react-router'
import { ChevronRight } from 'lucide-react'
import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import { usePlaceStore } from '../ui/place.ts'
import classes from './place-trail.module.css'

/** Where the person is, with the way back. On a narrow window only the last step stays. */
export function PlaceTrail() {
  const { t } = useTranslation('app')
  const trail = usePlaceStore((state) => state.trail)
  return (
    <nav aria-label={t('places.here')} className={classes.trail}>
      <ol className={classes.steps}>
        {trail.map((step, index) => {
          const last = index === trail.length - 1
          return (
            <Fragment key={`${step.to ?? ''} ${step.label}`}>
              <li
                className={last ? classes.here : classes.step}
                {...(last ? { 'aria-current': 'page' } : {})}
              >
                {step.to && !last ? <Link to={step.to}>{step.label}</Link> : <bdi>{step.label}</bdi>}
              </li>
              {last ? null : (
                <li className={classes.mark} aria-hidden>
                  <ChevronRight className="bx-directional" size={14} />
                </li>
              )}
            </Fragment>
          )
        })}
      </ol>
    </nav>
  )
}
