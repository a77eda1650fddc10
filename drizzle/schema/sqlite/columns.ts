import { integer, text } from 'drizzle-orm/sqlite-core'

export const id = () => text('id').primaryKey()

/** A UTC instant in epoch milliseconds. */
export const instant = (name: string) => integer(name)
export const createdAt = () => instant('created_at').notNull()
export const updatedAt = () => instant('updated_at').notNull()

/** An exact amount, as a string such as '19.90': never a float. */
export const money = (name: string) => text(name)
export const percentage = (name: string) => text(name)
export const averageRating = () => text('average_rating').notNull().default('0')

export const boolean = (name: string) => integer(name, { mode: 'boolean' })
export const textList = (name: string) => text(name, { mode: 'json' }).$type<string[]>().notNull().default([])
export const json = (name: string) => text(name, { mode: 'json' })

/** Postgres bigint: within 2^53, as everything this app counts is. */
export const bigNumber = (name: string) => integer(name)
/** Kept by triggers at the centre; the device fills it for rows it makes itself. */
export const derivedId = (name: string) => text(name).notNull()
