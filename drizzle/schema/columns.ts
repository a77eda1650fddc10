import { createId } from '@paralleldrive/cuid2'
import { bigint, customType, numeric, text, timestamp } from 'drizzle-orm/pg-core'

/** A cuid2 primary key: made on the device; the server fills it for rows it makes itself. */
export const id = () => text('id').primaryKey().$defaultFn(createId)

/** A UTC instant, exact to the millisecond, as the devices store it. */
export const instant = (name: string) => timestamp(name, { precision: 3, withTimezone: true, mode: 'date' })

export const createdAt = () => instant('created_at').notNull().defaultNow()

/** A trigger moves it on every real update, because other programs write to these tables too. */
export const updatedAt = () => instant('updated_at').notNull().defaultNow()

/** An exact amount, as a string such as '19.90'. */
export const money = (name: string) => numeric(name, { precision: 10, scale: 2 })
export const percentage = (name: string) => numeric(name, { precision: 5, scale: 2 })
export const averageRating = () =>
  numeric('average_rating', { precision: 2, scale: 1 }).notNull().default('0')

export const textList = (name: string) => text(name).array().notNull().default([])
export const bigNumber = (name: string) => bigint(name, { mode: 'number' })

/**
 * A copy of a parent's id, kept by triggers whatever the writer says, so that every shape is an equality filter.
 * The empty default only spares writers from naming it: it never reaches the table.
 */
export const derivedId = (name: string) =>
  text(name)
    .notNull()
    .$defaultFn(() => '')

/** A 64-bit transaction id, compared with `pg_visible_in_snapshot`; as a decimal string. */
export const xid8 = customType<{ data: string; driverData: string }>({ dataType: () => 'xid8' })
