import type pg from 'pg'

/**
 * Runs work in one transaction on a connection of its own, each statement seeing what was committed before it. What the
 * work throws rolls everything back and is thrown on; a connection that could not even do that is not used again.
 */
export async function readCommitted<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query('BEGIN ISOLATION LEVEL READ COMMITTED')
    const result = await work(client)
    await client.query('COMMIT')
    return result
  } catch (error) {
    await client.query('ROLLBACK').catch((cause: Error) => {
      broken = cause
    })
    throw error
  } finally {
    client.release(broken)
  }
}
