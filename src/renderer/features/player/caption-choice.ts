interface Captions {
  /** BCP 47, or empty where its file does not say. */
  language: string
  label: string
}

const primary = (tag: string) => tag.toLowerCase().split('-')[0]

/** What to remember of captions somebody chose: their language, or their name where no language is known. */
export function captionWish({ language, label }: Captions): string {
  return language === '' ? label : language
}

/**
 * Which captions to show somebody who wants some: those they chose last, or of the same language, else of the app's
 * language, else the first there are. Null: none are wanted, or there are none.
 */
export function chooseCaptions<T extends Captions>(
  tracks: readonly T[],
  wish: string | null,
  appLanguage: string,
): T | null {
  if (wish === null) return null
  const speaking = (language: string) =>
    tracks.find((track) => track.language !== '' && primary(track.language) === primary(language))
  return (
    tracks.find((track) => captionWish(track) === wish) ??
    speaking(wish) ??
    speaking(appLanguage) ??
    tracks[0] ??
    null
  )
}
