/** The people of the demonstration, as its identity provider knows them. Their rows are made by the demo content. */
export interface DemoAccount {
  /** `users.clerk_id`. */
  readonly subject: string
  readonly name: string
  readonly email: string
  readonly role: string
}

export const demoPassword = 'brainix'

export const demoAccounts: readonly DemoAccount[] = [
  { subject: 'demo|learner', name: 'Amina Diallo', email: 'amina@example.org', role: 'Learner' },
  { subject: 'demo|instructor', name: 'Tomás Herrera', email: 'tomas@example.org', role: 'Instructor' },
  { subject: 'demo|admin', name: 'Grace Lindqvist', email: 'grace@example.org', role: 'Administrator' },
]

export function accountBySubject(subject: string): DemoAccount | undefined {
  return demoAccounts.find((account) => account.subject === subject)
}

/** The account an e-mail address and the demo password open, if any. */
export function accountByPassword(email: string, password: string): DemoAccount | undefined {
  if (password !== demoPassword) return undefined
  return demoAccounts.find((account) => account.email === email.trim().toLowerCase())
}
