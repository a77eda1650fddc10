import { VisuallyHidden } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { formatMoney } from './format.ts'
import classes from './price.module.css'

interface Priced {
  price: string
  discountPrice: string | null
  currency: string
}

/** What a course costs now; the price before a discount beside it, struck through. */
export function Price({ course }: { course: Priced }) {
  const { t } = useTranslation()
  if (isFree(course)) return <span className={classes.now}>{t('price.free')}</span>
  if (course.discountPrice === null) {
    return <span className={classes.now}>{formatMoney(course.price, course.currency)}</span>
  }
  return (
    <span className={classes.price}>
      <span className={classes.now}>{formatMoney(course.discountPrice, course.currency)}</span>
      <s className={classes.before}>
        <VisuallyHidden>
          {t('price.insteadOf', { price: formatMoney(course.price, course.currency) })}
        </VisuallyHidden>
        <span aria-hidden>{formatMoney(course.price, course.currency)}</span>
      </s>
    </span>
  )
}

export function isFree({ price, discountPrice }: Priced): boolean {
  return Number(discountPrice ?? price) === 0
}
