import { Fragment } from 'react'

/** Facts in a row, each in its own direction, so that none takes the place of another. What is empty is left out. */
export function FactLine({ facts }: { facts: readonly (string | null)[] }) {
  const said = [...new Set(facts.filter((fact) => fact !== null && fact !== ''))]
  return said.map((fact, at) => (
    <Fragment key={fact}>
      {at === 0 ? '' : ' · '}
      <bdi>{fact}</bdi>
    </Fragment>
  ))
}
