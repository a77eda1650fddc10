import type { SettingsChange } from '../../../shared/contract/settings.ts'
import { changeSettings } from '../../data/actions.ts'
import { t } from '../../ui/language/texts.ts'
import { showProblem } from '../../ui/notify.ts'

/** Holds at once; says so when it does not. */
export function changeSetting(change: SettingsChange): void {
  changeSettings(change).catch((error: unknown) => showProblem(t('settings:problem'), error))
}
