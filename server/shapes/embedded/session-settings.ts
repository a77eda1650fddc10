import type { ClientConfig } from 'pg'

// Snapshot and stream print values in sessions of their own; these make the two print alike, whatever the server's
// defaults are.
const SETTINGS: Record<string, string> = {
  DateStyle: 'ISO, DMY',
  TimeZone: 'UTC',
  IntervalStyle: 'iso_8601',
  extra_float_digits: '1',
  bytea_output: 'hex',
  client_encoding: 'UTF8',
  // A walsender or a long copy is not idle work somebody forgot.
  idle_in_transaction_session_timeout: '0',
  statement_timeout: '0',
}

/** Connection settings for every session of the shape log. */
export function sessionConfig(databaseUrl: string): ClientConfig {
  const url = new URL(databaseUrl)
  const given = url.searchParams.get('options')
  url.searchParams.delete('options')
  const ours = Object.entries(SETTINGS).map(([name, value]) => `-c ${name}=${value.replaceAll(' ', '\\ ')}`)
  return {
    connectionString: url.href,
    options: [...(given ? [given] : []), ...ours].join(' '),
    application_name: 'brainix-shape-log',
    keepAlive: true,
    keepAliveInitialDelayMillis: 60_000,
  }
}
