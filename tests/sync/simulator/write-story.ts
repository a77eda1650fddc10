import { type Dice, rollDice } from './dice.ts'
import { type Scene, scenes, stage } from './scenes.ts'
import type { PersonId } from './school.ts'
import { type Step, type Story, weighted, writeWeather } from './story.ts'

/** The story of a seed: always the same one. Two of three are made of single steps, the third of scenes. */
export function writeStory(seed: number): Story {
  return seed % 3 === 0 ? writeScenes(seed) : writeWeather(seed)
}

function writeScenes(seed: number): Story {
  const dice = rollDice(`${seed}/scenes`)
  const first = pickScene(dice, scenes)
  const devices = weighted<PersonId[]>(
    dice,
    first === 'two drafts'
      ? [[['ida', 'ida'], 1]]
      : [
          [['ana', 'ana'], 6],
          [['ana', 'ana', 'ida'], 1],
          [['ida', 'ida'], 2],
        ],
  )
  const others = scenes.filter((scene) => scene !== 'two drafts' || devices.includes('ida'))
  const rest = dice.chance(0.35) ? [pickScene(dice, others)] : []
  const steps = [first, ...rest]
    .flatMap((scene) => stage(scene, { dice, devices }))
    .map((beat, at): Step => ({ ...beat, id: at + 1, seed: `${seed}/${at + 1}` }))
  return { seed, devices, outOfTheBox: dice.chance(0.1), steps }
}

/** A centre that is put back costs a database of its own: that is seldomer. */
function pickScene(dice: Dice, from: readonly Scene[]): Scene {
  return weighted(
    dice,
    from.map((scene) => [scene, scene === 'put back' ? 1 : 3] as const),
  )
}
