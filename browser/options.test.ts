import { expect, test } from 'vitest'
import { readShellOptions } from './options.ts'

test('home, port and status file come from the command line, home and centre from the environment', () => {
  const args = ['--port', '4400', '--status-file', 'status.json']
  expect(readShellOptions(args, { BRAINIX_HOME: '/data', BRAINIX_GATEWAY_URL: 'http://centre' })).toEqual({
    home: '/data',
    port: 4400,
    statusFile: 'status.json',
    gatewayUrl: 'http://centre',
  })
  expect(readShellOptions(['--home', '/other'], { BRAINIX_HOME: '/data' })).toMatchObject({
    home: '/other',
    port: null,
  })
})

test.each([
  [['--port', 'many'], { BRAINIX_HOME: '/data' }, /--port must be a number/],
  [['--port', '70000'], { BRAINIX_HOME: '/data' }, /--port must be a number/],
  [['--colour'], { BRAINIX_HOME: '/data' }, /--colour/],
  [[], {}, /BRAINIX_HOME/],
])('wrong options are named: %j %j', (args, env, message) => {
  expect(() => readShellOptions(args, env)).toThrow(message)
})
