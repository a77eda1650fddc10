import { describe, expect, test } from 'vitest'
import { mediaResponse } from './media-response.ts'

const blob = (mimeType: string, sizeBytes = 100) => ({ path: '/blobs/x', mimeType, sizeBytes })

describe('how a blob is answered', () => {
  test('a picture is shown as what it is, and cached for ever', () => {
    const { status, headers, range } = mediaResponse(blob('image/png'), undefined)
    expect(status).toBe(200)
    expect(headers).toMatchObject({ 'content-type': 'image/png', 'content-length': '100' })
    expect(headers['cache-control']).toContain('immutable')
    expect(range).toEqual({ start: 0, end: 99 })
  })

  test.each(['text/html', 'application/xhtml+xml', 'text/javascript', 'application/xml', 'nonsense', ''])(
    'a file of type "%s" can only be downloaded, never run as a page',
    (mimeType) => {
      const { headers } = mediaResponse(blob(mimeType), undefined)
      expect(headers['content-type']).toBe('application/octet-stream')
      expect(headers['content-disposition']).toBe('attachment')
      expect(headers['x-content-type-options']).toBe('nosniff')
    },
  )

  test('an SVG is shown in a sandbox without scripts', () => {
    const { headers } = mediaResponse(blob('image/svg+xml'), undefined)
    expect(headers['content-type']).toBe('image/svg+xml')
    expect(headers['content-security-policy']).toMatch(/^sandbox; default-src 'none'/)
  })

  test('a range of a video is 206 with the bytes asked for', () => {
    const { status, headers, range } = mediaResponse(blob('video/webm'), 'bytes=10-19')
    expect(status).toBe(206)
    expect(headers).toMatchObject({ 'content-range': 'bytes 10-19/100', 'content-length': '10' })
    expect(range).toEqual({ start: 10, end: 19 })
  })

  test('a range beyond the end is 416 with the true size', () => {
    const { status, headers, range } = mediaResponse(blob('video/webm'), 'bytes=100-')
    expect(status).toBe(416)
    expect(headers['content-range']).toBe('bytes */100')
    expect(range).toBeNull()
  })

  test('an empty file is answered without a body', () => {
    const { status, range } = mediaResponse(blob('text/plain', 0), undefined)
    expect(status).toBe(200)
    expect(range).toBeNull()
  })
})
