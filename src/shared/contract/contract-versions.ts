import { contractVersion, oldestAcceptedContract } from './wire.ts'

export interface NamedArgs {
  name: string
  args: unknown
}

/** What a version of the contract changed, for those who still speak an older one. */
export interface ContractStep {
  /** The version it leads to, from the one before. */
  to: number
  /**
   * How mutations of the version before are said in this one, by their name then. What is not here means the same in both.
   * Takes anything: it may throw an AppError, which refuses that one mutation and keeps it for its person.
   */
  mutations: { readonly [name: string]: (args: unknown) => NamedArgs }
  /** Columns that came with it, by table: a device of an older version has none of them. None ever goes while it is asked for. */
  added: { readonly [table: string]: readonly string[] }
}

export interface Contract {
  version: number
  oldestAccepted: number
  /** In order. All from `oldestAccepted` on: work waits on devices for longer than anybody plans. */
  steps: readonly ContractStep[]
}

/** The contract of this build. A step is written whenever `contractVersion` is raised. */
export const contract: Contract = {
  version: contractVersion,
  oldestAccepted: oldestAcceptedContract,
  steps: [
    // A person's reviews of courses are pulled, and no shape brings them any more.
    { to: 2, mutations: {}, added: {} },
    // `profile.edit` takes a picture as well.
    { to: 3, mutations: {}, added: {} },
  ],
}

/** A mutation made under an older version, as this contract says it. One of a newer version stays as it is. */
export function bringForward(mutation: NamedArgs, from: number, to: Contract = contract): NamedArgs {
  let { name, args } = mutation
  for (const step of to.steps) {
    if (step.to <= from) continue
    const change = Object.hasOwn(step.mutations, name) ? step.mutations[name] : undefined
    if (change) ({ name, args } = change(args))
  }
  return { name, args }
}

/** Those of a table's columns that a device of a version has. */
export function columnsAt(
  version: number,
  table: string,
  columns: readonly string[],
  of: Contract = contract,
): string[] {
  const later = new Set(of.steps.flatMap((step) => (step.to > version ? (step.added[table] ?? []) : [])))
  return columns.filter((column) => !later.has(column))
}
