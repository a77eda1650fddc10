import { Button, NumberInput, Popover, Stack } from '@mantine/core'
import { SlidersHorizontal } from 'lucide-react'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type ReviewPlan, reviewPlan } from '../../../shared/contract/review-views.ts'
import { chooseReviewPlan } from '../../data/review.ts'
import { showProblem } from '../../ui/notify.ts'

/** How much to review in a day. Kept with each change. */
export function PlanSettings({ plan }: { plan: ReviewPlan }) {
  const { t } = useTranslation('review')
  const [opened, setOpened] = useState(false)
  const titleId = useId()
  const change = (changed: Partial<ReviewPlan>) => {
    const wanted = reviewPlan.safeParse({ ...plan, ...changed })
    if (wanted.success) chooseReviewPlan(wanted.data).catch((error) => showProblem(t('plan.trouble'), error))
  }
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      width={280}
      trapFocus
      returnFocus
      shadow="md"
    >
      <Popover.Target>
        <Button
          variant="subtle"
          color="gray"
          leftSection={<SlidersHorizontal size={16} aria-hidden />}
          onClick={() => setOpened((before) => !before)}
        >
          {t('plan.open')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-labelledby={titleId}>
        <Stack gap="sm">
          <strong id={titleId}>{t('plan.open')}</strong>
          <NumberInput
            label={t('plan.goal')}
            min={1}
            max={500}
            clampBehavior="blur"
            allowDecimal={false}
            value={plan.dailyGoal}
            onChange={(value) => change({ dailyGoal: Number(value) })}
          />
          <NumberInput
            label={t('plan.new')}
            description={t('plan.newHint')}
            min={0}
            max={500}
            clampBehavior="blur"
            allowDecimal={false}
            value={plan.newPerDay}
            onChange={(value) => change({ newPerDay: value === '' ? plan.newPerDay : Number(value) })}
          />
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
