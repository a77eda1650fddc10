import { Socket } from 'node:net'

const READ_BYTES = 1 << 18
const HEADER_BYTES = 5
const COPY_DATA = 'd'.charCodeAt(0)
const REST_MS = 1

/**
 * A socket for a Postgres connection that reads into one buffer for ever, where Node would take 64 KiB for every
 * read; at the speed of a snapshot that keeps the collector busier than the work itself.
 * It hands on whole protocol messages only, valid during the call, so that nobody has to keep a part of one.
 *
 * Postgres sends eight kilobytes at a time. While it copies out, the socket rests for a moment after each look, so that
 * both sides are not woken for every one of them.
 */
export function frugalSocket(): Socket {
  let buffer = Buffer.allocUnsafeSlow(READ_BYTES * 2)
  let used = 0
  let resting = false
  let held = false
  const socket = new Socket({
    onread: {
      buffer: Buffer.allocUnsafeSlow(READ_BYTES),
      callback: (bytes, read) => {
        if (used + bytes > buffer.length) {
          const larger = Buffer.allocUnsafeSlow(Math.max(buffer.length * 2, used + bytes))
          buffer.copy(larger, 0, 0, used)
          buffer = larger
        }
        buffer.set(read.subarray(0, bytes), used)
        used += bytes
        const whole = wholeMessages(buffer, used)
        if (whole > 0) {
          const copying = buffer[0] === COPY_DATA
          socket.emit('data', buffer.subarray(0, whole))
          buffer.copyWithin(0, whole, used)
          used -= whole
          if (copying && bytes < READ_BYTES && !resting) rest()
        }
        return true
      },
    },
  })
  const pause = socket.pause.bind(socket)
  const resume = socket.resume.bind(socket)
  const rest = () => {
    resting = true
    pause()
    setTimeout(() => {
      resting = false
      if (!held) resume()
    }, REST_MS)
  }
  // Whoever holds the server back is not overruled by the end of a rest.
  socket.pause = () => {
    held = true
    return pause()
  }
  socket.resume = () => {
    held = false
    return resting ? socket : resume()
  }
  return socket
}

// A message is a letter, then its length without the letter.
function wholeMessages(buffer: Buffer, used: number): number {
  let end = 0
  while (end + HEADER_BYTES <= used) {
    const next = end + 1 + buffer.readUInt32BE(end + 1)
    if (next > used) break
    end = next
  }
  return end
}
