import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'

const names = z.record(z.string(), z.string()).default({})
const lockFile = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      resolved: z.string().optional(),
      dependencies: names,
      devDependencies: names,
      optionalDependencies: names,
    }),
  ),
})
const read = (name: string) => JSON.parse(readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8'))
const { packages } = lockFile.parse(read('package-lock.json'))

/** Where a package finds another: beside its own, or in any folder above. */
function find(from: string, name: string): string | undefined {
  for (
    let at = from;
    ;
    at = at.includes('/node_modules/') ? at.slice(0, at.lastIndexOf('/node_modules/')) : ''
  ) {
    const path = at === '' ? `node_modules/${name}` : `${at}/node_modules/${name}`
    if (packages[path]) return path
    if (at === '') return undefined
  }
}

test('the lock file names everything any package may ask for, those for other systems too', () => {
  // `npm ci` refuses a lock file that lacks one, and `npm install` silently leaves out what a registry does not have.
  const missing = Object.entries(packages).flatMap(([path, { dependencies, optionalDependencies }]) =>
    Object.keys({ ...dependencies, ...optionalDependencies })
      .filter((name) => !find(path, name))
      .map((name) => `${path} needs ${name}`),
  )
  expect(Object.keys(packages).length).toBeGreaterThan(300)
  expect(missing).toEqual([])
})

test('the lock file agrees with package.json, whose versions are exact', () => {
  const wanted = z.object({ dependencies: names, devDependencies: names }).parse(read('package.json'))
  for (const [name, version] of Object.entries({ ...wanted.dependencies, ...wanted.devDependencies })) {
    expect(version, name).toMatch(/^\d+\.\d+\.\d+(?:-[\w.]+)?$/)
    expect(packages[`node_modules/${name}`]?.version, name).toBe(version)
  }
  expect(packages['']).toMatchObject({
    dependencies: wanted.dependencies,
    devDependencies: wanted.devDependencies,
  })
})

test('the lock file names no registry of one machine', () => {
  const places = Object.values(packages).flatMap(({ resolved }) => (resolved ? [new URL(resolved).host] : []))
  expect(places.filter((host) => host !== 'registry.npmjs.org')).toEqual([])
})
