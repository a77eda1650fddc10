import { notifications } from '@mantine/notifications'
import { errorWords } from './language/error-words.ts'
import { t } from './language/texts.ts'

/** Says in a word that something was done whose effect is not on the screen. */
export function notify(message: string): void {
  notifications.show({
    message,
    withBorder: true,
    closeButtonProps: { 'aria-label': t('error.closeMessage') },
  })
}

/** Says calmly that something a person asked for did not happen, and why. */
export function showProblem(title: string, error: unknown): void {
  notifications.show({
    title,
    message: errorWords(error),
    color: 'orange',
    withBorder: true,
    closeButtonProps: { 'aria-label': t('error.closeMessage') },
  })
}
