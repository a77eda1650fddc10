import pg from 'pg'

export interface Plan {
  /** Names of the indexes the plan reads. */
  indexes: string[]
  /** Tables it reads from end to end. */
  scanned: string[]
  /** Whether rows are sorted (reading them in order, or in runs, is not sorting). */
  sorts: boolean
}

/** The plan Postgres chooses for a query with these parameters. */
export async function planOf(pool: pg.Pool, query: string, values: unknown[] = []): Promise<Plan> {
  const explained = await pool.query(`EXPLAIN (FORMAT JSON) ${query}`, values)
  const plan: Plan = { indexes: [], scanned: [], sorts: false }
  visit(explained.rows[0]['QUERY PLAN'][0].Plan, plan)
  return plan
}

interface PlanNode {
  'Node Type': string
  'Index Name'?: string
  'Relation Name'?: string
  Plans?: PlanNode[]
}

function visit(node: PlanNode, plan: Plan): void {
  if (node['Index Name'] !== undefined) plan.indexes.push(node['Index Name'])
  if (node['Node Type'] === 'Seq Scan' && node['Relation Name'] !== undefined)
    plan.scanned.push(node['Relation Name'])
  if (node['Node Type'] === 'Sort') plan.sorts = true
  for (const child of node.Plans ?? []) visit(child, plan)
}

/** A pool that also writes down every query with parameters it sends, so that a test can explain the real thing. */
export function recordingPool(url: string): { pool: pg.Pool; sent: { text: string; values: unknown[] }[] } {
  const sent: { text: string; values: unknown[] }[] = []
  const pool = new pg.Pool({ connectionString: url, max: 1 })
  pool.on('error', () => {})
  pool.on('connect', (client) => {
    const query = client.query
    client.query = new Proxy(query, {
      apply(target, self, [config, values, ...rest]) {
        if (typeof config === 'object' && Array.isArray(values) && values.length > 0)
          sent.push({ text: config.text, values })
        return Reflect.apply(target, self, [config, values, ...rest])
      },
    })
  })
  return { pool, sent }
}
