import { expect, test } from 'vitest'
import { completeAddress } from './centre-address.ts'

test('an address without a scheme is taken as https, one on this machine as http', () => {
  expect(completeAddress(' learn.example.org ')).toBe('https://learn.example.org')
  expect(completeAddress('localhost:8080')).toBe('http://localhost:8080')
  expect(completeAddress('127.0.0.1:8080/x')).toBe('http://127.0.0.1:8080/x')
  expect(completeAddress('localhost.example.org')).toBe('https://localhost.example.org')
  expect(completeAddress('http://school.example')).toBe('http://school.example')
})

test('what can be no address is told apart', () => {
  expect(completeAddress('')).toBeNull()
  expect(completeAddress('two words')).toBeNull()
})
