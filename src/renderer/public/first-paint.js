// Runs before anything is painted, so that neither the theme nor the direction flashes: it repeats what the engine last
// said (app/first-paint.ts keeps it). A script of its own, because the page's policy allows none in the page.
try {
  const { language, theme } = JSON.parse(localStorage.getItem('brainix-first-paint') ?? '{}')
  const page = document.documentElement
  if (language) {
    page.lang = language
    page.dir = language === 'ar' ? 'rtl' : 'ltr'
  }
  if (theme === 'light' || theme === 'dark') page.style.colorScheme = theme
} catch {
  // Nothing is remembered, or not by this version: the page begins as the system likes it.
}
