import { mkdirSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Reporter, TestCase, TestModule } from 'vitest/node'

/**
 * A vitest reporter that writes which tests passed only when they were tried again, one file for each project beside
 * vitest's own report: `<folder>/<project>.second-tries.json`, a list of names.
 */
export default class SecondTries implements Reporter {
  onTestRunEnd(modules: ReadonlyArray<TestModule>): void {
    const byProject = new Map<string, string[]>()
    for (const module of modules) {
      const names = byProject.get(module.project.name) ?? []
      for (const test of module.children.allTests('passed')) if (isSecondTry(test)) names.push(nameOf(test))
      byProject.set(module.project.name, names)
    }
    const folder = join('.cache', 'reports')
    mkdirSync(folder, { recursive: true })
    for (const [project, names] of byProject)
      writeFileSync(join(folder, `${project}.second-tries.json`), JSON.stringify(names))
  }
}

function isSecondTry(test: TestCase): boolean {
  return test.diagnostic()?.flaky === true
}

function nameOf(test: TestCase): string {
  return `${relative(process.cwd(), test.module.moduleId)}: ${test.fullName}`
}
