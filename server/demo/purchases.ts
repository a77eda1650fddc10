import type { CourseDraft } from '../imports/course-draft.ts'
import { stableId } from '../imports/stable-id.ts'
import type { Row, TableRows } from '../imports/write-rows.ts'
import type { Ago } from './learning-so-far.ts'
import { demoPeople } from './people.ts'

/** What the learner bought, wishes for and has in the cart. */
export function demoPurchases(
  { loan, spanish, sheets }: { loan: CourseDraft; spanish: CourseDraft; sheets: CourseDraft },
  ago: Ago,
): TableRows[] {
  const order = (name: string, number: string, values: Omit<Row, 'id'>): Row => ({
    id: stableId('demo order', name),
    order_number: number,
    user_id: demoPeople.learner,
    tax: '0.00',
    currency: 'USD',
    payment_method: 'card',
    ...values,
  })
  const couponId = stableId('demo coupon', 'MARKETDAY')
  return [
    [
      'coupons',
      [
        {
          id: couponId,
          code: 'MARKETDAY',
          type: 'PERCENTAGE',
          value: '10.00',
          description: 'Ten percent off, for those who come online once a week',
          max_uses: 500,
          used_count: 1,
          valid_from: ago(60),
          valid_until: ago(-365),
          active: true,
        },
      ],
    ],
    [
      'orders',
      [
        order('loan', 'BX-2026-00017', {
          subtotal: '29.00',
          discount: '2.90',
          total: '26.10',
          status: 'COMPLETED',
          coupon_id: couponId,
          created_at: ago(6),
          completed_at: ago(6),
        }),
        order('spanish', 'BX-2026-00021', {
          subtotal: '14.90',
          discount: '0.00',
          total: '14.90',
          status: 'CANCELLED',
          coupon_id: null,
          created_at: ago(3),
          completed_at: null,
        }),
      ],
    ],
    [
      'order_items',
      [orderItem('loan', loan, '29.00', '2.90'), orderItem('spanish', spanish, '14.90', '0.00')],
    ],
    [
      'wishlist',
      [{ id: stableId('demo wish'), user_id: demoPeople.learner, course_id: spanish.id, added_at: ago(3) }],
    ],
    [
      'cart',
      [{ id: stableId('demo cart'), user_id: demoPeople.learner, course_id: sheets.id, added_at: ago(2) }],
    ],
  ]
}

function orderItem(name: string, course: CourseDraft, price: string, discount: string): Row {
  return {
    id: stableId('demo order item', name),
    order_id: stableId('demo order', name),
    course_id: course.id,
    user_id: demoPeople.learner,
    title: course.title,
    price,
    discount,
  }
}
