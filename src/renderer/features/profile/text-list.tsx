import { Pill, TagsInput } from '@mantine/core'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { maxProfileTexts } from '../../../shared/contract/profile-mutations.ts'

interface TextListProps {
  label: string
  description: string
  value: string[]
  onChange: (texts: string[]) => void
  /** What may be chosen instead of written. */
  data?: string[]
}

/** A list of short texts, written one at a time. Each can be removed by a button of its own, with or without a mouse. */
export function TextList({ data = [], ...field }: TextListProps) {
  const { t } = useTranslation('profile')
  const input = useRef<HTMLInputElement>(null)
  return (
    <TagsInput
      {...field}
      ref={input}
      data={data}
      maxTags={maxProfileTexts}
      maxLength={200}
      splitChars={[]}
      renderPill={({ value, onRemove }) => (
        <Pill
          withRemoveButton
          onRemove={() => {
            onRemove?.()
            input.current?.focus() // the button goes with its text
          }}
          removeButtonProps={{
            'aria-hidden': false,
            'aria-label': t('remove', { what: String(value) }),
            tabIndex: 0,
          }}
        >
          {value}
        </Pill>
      )}
    />
  )
}
