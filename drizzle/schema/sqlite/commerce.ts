import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { couponTypes, orderStatuses } from '../../../src/shared/contract/enums.ts'
import { boolean, createdAt, derivedId, id, instant, json, money, updatedAt } from './columns.ts'

export const cart = sqliteTable(
  'cart',
  {
    id: id(),
    userId: text('user_id').notNull(),
    courseId: text('course_id').notNull(),
    addedAt: instant('added_at').notNull(),
  },
  (t) => [
    index('cart_user_id_course_id_key').on(t.userId, t.courseId),
    index('cart_course_id_idx').on(t.courseId),
  ],
)

export const wishlist = sqliteTable(
  'wishlist',
  {
    id: id(),
    userId: text('user_id').notNull(),
    courseId: text('course_id').notNull(),
    addedAt: instant('added_at').notNull(),
  },
  (t) => [
    index('wishlist_user_id_course_id_key').on(t.userId, t.courseId),
    index('wishlist_course_id_idx').on(t.courseId),
  ],
)

export const coupons = sqliteTable(
  'coupons',
  {
    id: id(),
    code: text('code').notNull(),
    type: text('type', { enum: couponTypes }).notNull(),
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

export const orders = sqliteTable(
  'orders',
  {
    id: id(),
    orderNumber: text('order_number').notNull(),
    userId: text('user_id').notNull(),
    subtotal: money('subtotal').notNull(),
    tax: money('tax').notNull().default('0'),
    discount: money('discount').notNull().default('0'),
    total: money('total').notNull(),
    currency: text('currency').notNull().default('USD'),
    /** Stripe payment intent. */
    paymentId: text('payment_id'),
    paymentMethod: text('payment_method'),
    status: text('status', { enum: orderStatuses }).notNull().default('PENDING'),
    couponId: text('coupon_id'),
    metadata: json('metadata'),
    createdAt: createdAt(),
    completedAt: instant('completed_at'),
  },
  (t) => [
    index('orders_user_id_created_at_idx').on(t.userId, t.createdAt),
    index('idx_orders_user_status').on(t.userId, t.status),
    index('orders_coupon_id_idx').on(t.couponId),
  ],
)

export const orderItems = sqliteTable(
  'order_items',
  {
    id: id(),
    orderId: text('order_id').notNull(),
    courseId: text('course_id').notNull(),
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
