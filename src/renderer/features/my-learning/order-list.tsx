import { useTranslation } from 'react-i18next'
import type { DashboardView } from '../../../shared/contract/views.ts'
import { formatDate, formatList, formatMoney } from '../../ui/format.ts'
import classes from './my-learning.module.css'

export function OrderList({ orders }: { orders: DashboardView['orders'] }) {
  const { t } = useTranslation('my-learning')
  return (
    <ul className={classes.list}>
      {orders.map((order) => (
        <li key={order.id} className={classes.row}>
          <span>
            {formatList(order.items.map((item) => item.title)) ||
              t('order.number', { number: order.orderNumber })}
          </span>
          <span className={classes.rowState}>
            {formatMoney(order.total, order.currency)} · {t(`order.${order.status}`)}
          </span>
          <span className={classes.rowDay}>{formatDate(order.createdAtMs)}</span>
        </li>
      ))}
    </ul>
  )
}
