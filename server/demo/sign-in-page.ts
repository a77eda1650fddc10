import { type DemoAccount, demoPassword } from './identity-accounts.ts'

/** The page people meet when they sign in at the demonstration: one click a person, or e-mail and password. */
export function signInPage(options: {
  action: string
  accounts: readonly DemoAccount[]
  problem?: string
}): string {
  const choices = options.accounts
    .map(
      ({ subject, name, role }) => `
        <li><button type="submit" name="account" value="${escapeHtml(subject)}" aria-label="Sign in as ${escapeHtml(name)}">
          <span class="portrait" aria-hidden="true">${escapeHtml(initials(name))}</span>
          <span><strong>${escapeHtml(name)}</strong><small>${escapeHtml(role)}</small></span>
        </button></li>`,
    )
    .join('')
  return page(
    'Sign in to BrainiX',
    `<h1>Sign in to BrainiX</h1>
    <p class="hint">This is a demonstration centre. Choose who you want to be.</p>
    <form method="post" action="${escapeHtml(options.action)}"><ul>${choices}</ul></form>
    <h2>Or use an e-mail address</h2>
    ${options.problem ? `<p class="problem" role="alert">${escapeHtml(options.problem)}</p>` : ''}
    <form method="post" action="${escapeHtml(options.action)}" class="typed">
      <label for="email">E-mail</label>
      <input id="email" name="email" type="email" autocomplete="username" required>
      <label for="password">Password</label>
      <input id="password" name="password" type="password" autocomplete="current-password" required>
      <p class="hint">Every demonstration password is “${demoPassword}”.</p>
      <button type="submit" class="primary">Sign in</button>
    </form>`,
  )
}

export function problemPage(message: string): string {
  return page(
    'Sign-in did not work',
    `<h1>Sign-in did not work</h1><p role="alert">${escapeHtml(message)}</p>
    <p class="hint">Go back to BrainiX and start signing in again. Nothing on your device was changed.</p>`,
  )
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>
  :root { color-scheme: light dark; --ink: #1b2430; --paper: #f4f6f9; --card: #fff; --line: #d5dbe3; --quiet: #556070; --accent: #1c5fb8; --bad: #a61b1b }
  @media (prefers-color-scheme: dark) { :root { --ink: #e8ecf2; --paper: #14181e; --card: #1d232b; --line: #38424f; --quiet: #a3aebc; --accent: #6ea8f2; --bad: #ff9a93 } }
  * { box-sizing: border-box }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif }
  main { width: 100%; max-width: 26rem; padding: 2rem; background: var(--card); border: 1px solid var(--line); border-radius: 12px }
  h1 { margin: 0 0 .25rem; font-size: 1.4rem } h2 { margin: 1.75rem 0 .5rem; font-size: 1rem }
  .hint { margin: 0 0 1rem; color: var(--quiet); font-size: .9rem } .problem { color: var(--bad) }
  ul { list-style: none; margin: 0; padding: 0; display: grid; gap: .5rem }
  button { width: 100%; font: inherit; color: inherit; cursor: pointer; border: 1px solid var(--line); border-radius: 8px; background: transparent; padding: .6rem .75rem }
  li button { display: flex; gap: .75rem; align-items: center; text-align: left }
  button:hover { border-color: var(--accent) } :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
  small { display: block; color: var(--quiet) }
  .portrait { display: grid; place-items: center; width: 2.5rem; height: 2.5rem; border-radius: 50%; background: var(--paper); border: 1px solid var(--line); font-weight: 600 }
  label { display: block; margin: .5rem 0 .2rem }
  input { width: 100%; font: inherit; color: inherit; background: transparent; padding: .5rem .6rem; border: 1px solid var(--line); border-radius: 8px }
  .typed .hint { margin-top: .5rem } .primary { background: var(--accent); border-color: var(--accent); color: var(--card); font-weight: 600 }
</style>
</head>
<body><main>${body}</main></body>
</html>`
}

function initials(name: string): string {
  return name
    .split(' ')
    .map((part) => part.slice(0, 1))
    .join('')
}

function escapeHtml(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  }
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character)
}
