import { Button, FileButton, Group, Text } from '@mantine/core'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { resolveMedia } from '../../data/media.ts'
import { PersonAvatar } from '../../ui/person-avatar.tsx'
import { editProfile } from './edit-profile.ts'
import { squarePicture } from './square-picture.ts'

/** The person's own picture: chosen from a file, made small here, kept and sent like every other field. */
export function PictureField({ name, avatar }: { name: string; avatar: string | null }) {
  const { t } = useTranslation('profile')
  const [wrong, setWrong] = useState(false)
  const choose = useRef<HTMLButtonElement>(null)
  const take = (file: File | null) => {
    if (!file) return
    squarePicture(file).then(
      (picture) => {
        setWrong(false)
        editProfile({ avatar: picture })
      },
      () => setWrong(true),
    )
  }
  return (
    <Group gap="md" role="group" aria-label={t('picture')}>
      <PersonAvatar person={{ name, avatar }} size={72} resolveMedia={resolveMedia} />
      <div>
        <Group gap="xs">
          <FileButton accept="image/png,image/jpeg,image/webp" onChange={take}>
            {(props) => (
              <Button {...props} ref={choose} variant="default" size="sm">
                {t('pictureChoose')}
              </Button>
            )}
          </FileButton>
          {avatar === null ? null : (
            <Button
              variant="subtle"
              size="sm"
              onClick={() => {
                editProfile({ avatar: null })
                choose.current?.focus() // the button goes with the picture
              }}
            >
              {t('pictureRemove')}
            </Button>
          )}
        </Group>
        <Text
          size="sm"
          mt={6}
          c={wrong ? 'var(--mantine-color-error)' : 'dimmed'}
          role={wrong ? 'alert' : undefined}
        >
          {wrong ? t('pictureWrong') : t('pictureHelp')}
        </Text>
      </div>
    </Group>
  )
}
