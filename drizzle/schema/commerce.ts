import { boolean, index, integer, jsonb, pgEnum, pgTable, text, unique } from 'drizzle-orm/pg-core'
import { couponTypes, orderStatuses } from '../../src/shared/contract/enums.ts'
import { createdAt, derivedId, id, instant, money, updatedAt } from './columns.ts'
import { courses } from './courses.ts'
import { users } from './people.ts'

export const orderStatus = pgEnum('order_status', orderStatuses)
export const couponType = pgEnum('coupon_type', couponTypes)

export const cart = pgTable(
  'cart',
  {
    id: id(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    courseId: text('course_id')
      .notNull()
      .references(() => courses.id, { onDelete: 'cascade' }),
    addedAt: instant('added_at').notNull().defaultNow(),
  },
  (t) => [
    unique('cart_user_id_course_id_key').on(t.userId, t.courseId),
    index('cart_user_id_idx').on(t.userId),
    index('cart_course_id_idx').on(t.courseId),
  ],
)

export const wishlist = pgTable(
  'wishlist',
  {
    id: id(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    courseId: text('course_id')
      .notNull()
      .references(() => courses.id, { onDelete: 'cascade' }),
    addedAt: instant('added_at').notNull().defaultNow(),
  },
  (t) => [
    unique('wishlist_user_id_course_id_key').on(t.userId, t.courseId),
    index('wishlist_user_id_idx').on(t.userId),
    index('wishlist_course_id_idx').on(t.courseId),
  ],
)

export const coupons = pgTable(
  'coupons',
  {
    id: id(),
    code: text('code').notNull().unique('coupons_code_key'),
    type: couponType('type').notNull(),
    /** An amount or a percentage, by `type`. */
    value: money('value').notNull(),
    description: text('description'),
    maxUses: integer('max_uses'),
    usedCount: integer('used_count').notNull().default(0),
    minOrderValue: money('min_order_value'),
    validFrom: instant('valid_from').notNull(),
    validUntil: instant('valid_until'),
    active: boolean('active').notNull().default(true),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    index('coupons_code_idx').on(t.code),
    index('coupons_valid_from_valid_until_idx').on(t.validFrom, t.validUntil),
  ],
)

export const orders = pgTable(
  'orders',
  {
    id: id(),
    orderNumber: text('order_number').notNull().unique('orders_order_number_key'),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'restrict' }),
    subtotal: money('subtotal').notNull(),
    tax: money('tax').notNull().default('0'),
    discount: money('discount').notNull().default('0'),
    total: money('total').notNull(),
    currency: text('currency').notNull().default('USD'),
    /** Stripe payment intent. */
    paymentId: text('payment_id'),
    paymentMethod: text('payment_method'),
    status: orderStatus('status').notNull().default('PENDING'),
    couponId: text('coupon_id').references(() => coupons.id, { onDelete: 'set null' }),
    metadata: jsonb('metadata'),
    createdAt: createdAt(),
    completedAt: instant('completed_at'),
  },
  (t) => [
    index('orders_user_id_idx').on(t.userId),
    index('orders_status_idx').on(t.status),
    index('orders_created_at_idx').on(t.createdAt),
    index('idx_orders_user_status').on(t.userId, t.status),
    index('orders_coupon_id_idx').on(t.couponId),
  ],
)

export const orderItems = pgTable(
  'order_items',
  {
    id: id(),
    orderId: text('order_id')
      .notNull()
      .references(() => orders.id, { onDelete: 'cascade' }),
    courseId: text('course_id')
      .notNull()
      .references(() => courses.id, { onDelete: 'restrict' }),
    userId: derivedId('user_id'),
    /** The course's title at the time of purchase. */
    title: text('title').notNull(),
    price: money('price').notNull(),
    discount: money('discount').notNull().default('0'),
  },
  (t) => [
    index('order_items_order_id_idx').on(t.orderId),
    index('order_items_course_id_idx').on(t.courseId),
    index('order_items_user_id_idx').on(t.userId),
  ],
)
