import { useTranslation } from 'react-i18next'
import { profileFields } from '../../../shared/contract/profile-mutations.ts'
import classes from './profile.module.css'
import { useField } from './use-field.ts'

/** A field for a web address, with or without its `https://`. Kept as null when it is emptied. */
export function useAddress(stored: string | null, keep: (address: string | null) => void) {
  const { t } = useTranslation('profile')
  const field = useField(stored ?? '', (text) => {
    const address = text === '' || /^[a-z]+:/i.test(text) ? text : `https://${text}`
    if (!profileFields.website.safeParse(address).success) return t('websiteWrong')
    keep(address === '' ? null : address)
    return null
  })
  return { ...field, inputMode: 'url' as const, maxLength: 300, classNames: { input: classes.address } }
}
