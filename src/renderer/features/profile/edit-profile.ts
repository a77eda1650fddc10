import type { MutationArgs } from '../../../shared/contract/mutations.ts'
import { createId } from '../../../shared/domain/ids.ts'
import { mutate } from '../../data/mutate.ts'
import { t } from '../../ui/language/texts.ts'
import { showProblem } from '../../ui/notify.ts'

/** Keeps one or more fields of the profile on this device; they go to the centre by themselves. */
export function editProfile(fields: Omit<MutationArgs<'profile.edit'>, 'profileId'>): void {
  mutate('profile.edit', { profileId: createId(), ...fields }).catch((error: unknown) =>
    showProblem(t('profile:problem'), error),
  )
}

/** The same for what an instructor says about their teaching. */
export function editTeaching(fields: Omit<MutationArgs<'profile.editTeaching'>, 'profileId'>): void {
  mutate('profile.editTeaching', { profileId: createId(), ...fields }).catch((error: unknown) =>
    showProblem(t('profile:problem'), error),
  )
}
