import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { shapes } from '../../src/shared/contract/shapes.ts'
import { gatewayEnvironment, readGatewayConfig } from './config.ts'

const root = new URL('../../', import.meta.url)
const read = (path: string) => readFileSync(fileURLToPath(new URL(path, root)), 'utf8')

const service = z.looseObject({
  environment: z.record(z.string(), z.string()).default({}),
  networks: z.array(z.string()),
  volumes: z.array(z.string()).default([]),
  ports: z.array(z.string()).default([]),
  depends_on: z
    .union([z.array(z.string()), z.record(z.string(), z.unknown()).transform(Object.keys)])
    .default([]),
})
const compose = z
  .object({
    name: z.string(),
    services: z.record(z.string(), service),
    networks: z.record(z.string(), z.unknown()),
    volumes: z.record(z.string(), z.unknown()),
  })
  .parse(parse(read('resources/centre/compose.yaml')))
const composeText = read('resources/centre/compose.yaml')
const proxy = read('resources/centre/shape-cache.conf')
const guide = read('docs/running-a-centre.md')
const environmentOf = (name: string) => compose.services[name]?.environment ?? {}

/** `${NAME}` and `${NAME:?message}` as compose fills them in. */
const filledIn = (value: string) =>
  value.replaceAll(/\$\{(\w+)(:\?[^}]*)?\}/g, (_, name) => samples[name] ?? '')
const samples: Record<string, string> = {
  POSTGRES_PASSWORD: 'secret',
  ELECTRIC_SECRET: 'another',
  OIDC_ISSUER: 'https://id.example.org',
  OIDC_CLIENT_ID: 'app',
  OIDC_AUDIENCE: 'urn:school',
}

describe('compose.yaml', () => {
  it('sets only variables that a gateway knows, and all that it needs', () => {
    const given = environmentOf('gateway')
    expect(Object.keys(given).filter((name) => !Object.hasOwn(gatewayEnvironment.shape, name))).toEqual([])
    const filled = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, filledIn(value)]))
    expect(readGatewayConfig({ ...filled, BRAINIX_HOME: '/data' })).toMatchObject({
      host: '0.0.0.0',
      electric: { url: 'http://shape-cache:3000', secret: 'another' },
      oidc: { issuer: 'https://id.example.org' },
    })
  })

  it('gives Electric the gateway’s database and secret', () => {
    const [gateway, electric] = [environmentOf('gateway'), environmentOf('electric')].map((given) => ({
      database: filledIn(given.DATABASE_URL ?? '').replace(/\?.*/, ''),
      secret: filledIn(given.ELECTRIC_SECRET ?? ''),
    }))
    expect(gateway).toEqual(electric)
    expect(gateway?.database).toContain(`@postgres:5432/${environmentOf('postgres').POSTGRES_DB}`)
    expect(gateway?.secret).not.toBe('')
  })

  it('holds no secret, and asks for every value it takes from outside', () => {
    const asked = new Set([...composeText.matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name))
    const used = new Set([...composeText.matchAll(/\$\{(\w+)/g)].map(([, name]) => name))
    expect(asked).toEqual(used)
    expect([...used].sort()).toEqual(Object.keys(samples).sort())
  })

  it('names only services, networks and volumes that exist', () => {
    for (const [name, { depends_on, networks, volumes }] of Object.entries(compose.services)) {
      for (const other of depends_on) expect(compose.services, name).toHaveProperty(other)
      for (const network of networks) expect(compose.networks, name).toHaveProperty(network)
      for (const volume of volumes.filter((each) => !each.startsWith('.')))
        expect(compose.volumes, name).toHaveProperty(volume.split(':')[0] ?? '')
    }
  })

  it('lets nothing but the gateway be reached from outside, and that from its own machine only', () => {
    const open = Object.entries(compose.services).filter(([, { ports }]) => ports.length > 0)
    expect(open.map(([name, { ports }]) => [name, ports])).toEqual([['gateway', ['127.0.0.1:8080:8080']]])
    expect(compose.networks.data).toEqual({ internal: true })
  })

  it('makes Postgres fit for replication, with an end to what a lost reader keeps', () => {
    for (const setting of ['wal_level=logical', 'max_slot_wal_keep_size='])
      expect(JSON.stringify(compose.services.postgres)).toContain(setting)
  })
})

describe('the cache in front of Electric', () => {
  it('passes the doorbell by, which is one person’s own', () => {
    expect(proxy).toMatch(new RegExp(`map \\$arg_table .*\\{[^}]*\\n\\s+${shapes.doorbell.table} 1;`))
    for (const directive of ['proxy_cache_bypass', 'proxy_no_cache'])
      expect(proxy).toContain(`${directive} $own_to_one_person;`)
    const personal = Object.values(shapes).filter(({ audience }) => audience === 'self')
    expect(new Set(personal.map(({ table }) => table))).toEqual(new Set([shapes.doorbell.table]))
  })

  it('waits longer than a live request lasts, and keeps nothing by its own judgement', () => {
    for (const directive of ['proxy_cache_lock_timeout', 'proxy_cache_lock_age', 'proxy_read_timeout'])
      expect(Number(new RegExp(`${directive} (\\d+)s;`).exec(proxy)?.[1])).toBeGreaterThan(20)
    expect(proxy).not.toMatch(/proxy_cache_valid|proxy_ignore_headers/)
    expect(proxy).toContain('proxy_cache_key $request_uri;')
  })

  it('writes no secret into its log', () => {
    expect(/log_format shapes '([^']+)'/.exec(proxy)?.[1]).not.toMatch(
      /\$(request_uri|request|args|query_string)\b/,
    )
  })
})

it('docs/running-a-centre.md names every variable of a gateway', () => {
  for (const name of Object.keys(gatewayEnvironment.shape))
    expect(guide).toMatch(new RegExp(`^\\| \`${name}\` +\\|`, 'm'))
})

it('the image copies what the gateway’s command imports', () => {
  const dockerfile = read('resources/centre/Dockerfile')
  const copied = [...dockerfile.matchAll(/^COPY (\S+) \1$/gm)].map(([, path]) => path)
  expect(copied).toEqual(['src/shared', 'drizzle', 'server', 'scripts/centre.ts'])
  const ignore = read('resources/centre/Dockerfile.dockerignore')
  for (const path of copied) expect(ignore).toContain(`!${path}\n`)
})
