import { openPersonDatabase } from '../../src/engine/db/person-database.ts'
import { AppError } from '../../src/shared/errors/app-error.ts'

/* Opens a database in a process of its own and says what came of it. */
const [path = ''] = process.argv.slice(2)
try {
  openPersonDatabase(path, { nowMs: Date.now, makeId: () => 'unused' }).close()
  process.send?.({ code: 'opened' })
} catch (error) {
  process.send?.(AppError.from(error).toData())
}
