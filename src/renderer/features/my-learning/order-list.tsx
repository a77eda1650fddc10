import type { OrderStatus } from '../../../shared/contract/enums.ts'
import type { DashboardView } from '../../../shared/contract/views.ts'
import { formatDate, formatList, formatMoney } from '../../ui/format.ts'
import classes from './my-learning.module.css'

const statusWords: Record<OrderStatus, string> = {
  PENDING: 'Pending',
  COMPLETED: 'Completed',
  FAILED: 'Failed',
  REFUNDED: 'Refunded',
  CANCELLED: 'Cancelled',
}

export function OrderList({ orders }: { orders: DashboardView['orders'] }) {
  return (
    <ul className={classes.list}>
      {orders.map((order) => (
        <li key={order.id} className={classes.row}>
          <span>{formatList(order.items.map((item) => item.title)) || `Order ${order.orderNumber}`}</span>
          <span className={classes.rowState}>
            {formatMoney(order.total, order.currency)} · {statusWords[order.status]}
          </span>
          <span className={classes.rowDay}>{formatDate(order.createdAtMs)}</span>
        </li>
      ))}
    </ul>
  )
}
