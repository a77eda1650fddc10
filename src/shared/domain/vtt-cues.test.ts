import { expect, it } from 'vitest'
import { raiseCaptions, vttCues } from './vtt-cues.ts'

it('reads when each cue begins and what it says', () => {
  const file =
    'WEBVTT - chapters\r\n\r\nNOTE not a cue\r\n\r\n2\r\n01:02:03.500 --> 01:03:00.000 align:start\r\nThe <b>end</b>\r\n&amp; more\r\n\r\n00:00.000 --> 00:10.000\r\nBegin\r\n'
  expect(vttCues(file)).toEqual([
    { startSecond: 0, text: 'Begin' },
    { startSecond: 3723.5, text: 'The end & more' },
  ])
})

it.each(['', 'WEBVTT', '<html>', '00:xx --> 00:10.000\nNo', '00:01.000 --> 00:10.000\n\n'])(
  'finds none in %j',
  (file) => {
    expect(vttCues(file)).toEqual([])
  },
)

it('raises captions above the controls, but those that have a place of their own', () => {
  expect(
    raiseCaptions(
      'WEBVTT\r\n\r\n00:00.000 --> 00:02.000\r\nOne\r\n\r\n00:02.000 --> 00:04.000 line:0\r\nTwo',
    ),
  ).toBe('WEBVTT\r\n\r\n00:00.000 --> 00:02.000 line:-5\r\nOne\r\n\r\n00:02.000 --> 00:04.000 line:0\r\nTwo')
})
