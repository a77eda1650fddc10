import { useElementSize } from '@mantine/hooks'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CatalogueQuery } from '../../../shared/contract/api.ts'
import type { CourseCard as Course } from '../../../shared/contract/catalogue-views.ts'
import { useCatalogueWindows } from '../../data/hooks.ts'
import { windowOffsets, windowSize } from './catalogue-windows.ts'
import { CourseCard, CourseCardPlaceholder } from './course-card.tsx'
import classes from './course-grid.module.css'

const rowHeightPx = 308
const minCardWidthPx = 228
const gapPx = 18

interface CourseGridProps {
  query: Omit<CatalogueQuery, 'limit' | 'offset'>
  total: number
  /** The first window, already here. */
  first: readonly Course[]
}

/** All courses that match, however many: only the visible rows exist, and only their windows are read. */
export function CourseGrid({ query, total, first }: CourseGridProps) {
  const { t } = useTranslation('catalog')
  const { ref: sizeRef, width } = useElementSize<HTMLUListElement>()
  const [place, setPlace] = useState<{ scroller: Element | null; offsetPx: number }>({
    scroller: null,
    offsetPx: 0,
  })
  const measure = useCallback(
    (element: HTMLUListElement | null) => {
      sizeRef(element)
      const scroller = element?.closest('#content') ?? null
      if (!element || !scroller) return
      const offsetPx =
        element.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop
      setPlace({ scroller, offsetPx })
    },
    [sizeRef],
  )

  const columns = Math.max(1, Math.floor((width + gapPx) / (minCardWidthPx + gapPx)))
  const virtualizer = useVirtualizer({
    count: width === 0 ? 0 : Math.ceil(total / columns),
    getScrollElement: () => place.scroller,
    estimateSize: () => rowHeightPx,
    overscan: 3,
    scrollMargin: place.offsetPx,
  })
  const rows = virtualizer.getVirtualItems()

  const firstIndex = (rows[0]?.index ?? 0) * columns
  const lastIndex = Math.min(total, ((rows.at(-1)?.index ?? 0) + 1) * columns) - 1
  const offsets = windowOffsets(firstIndex, lastIndex)
  const windows = useCatalogueWindows(query, offsets, windowSize)
  const courseAt = (index: number): Course | undefined => {
    if (index < windowSize) return first[index]
    const offset = Math.floor(index / windowSize) * windowSize
    return windows[offsets.indexOf(offset)]?.data?.courses[index - offset]
  }

  const cardWidthPx = (width - gapPx * (columns - 1)) / columns

  return (
    <ul
      ref={measure}
      aria-label={t('courses')}
      className={classes.grid}
      style={{ blockSize: virtualizer.getTotalSize() }}
    >
      {rows.flatMap((row) =>
        Array.from({ length: Math.min(columns, total - row.index * columns) }, (_, column) => {
          const index = row.index * columns + column
          const course = courseAt(index)
          return (
            <li
              key={index}
              aria-setsize={total}
              aria-posinset={index + 1}
              className={classes.place}
              style={{
                inlineSize: cardWidthPx,
                insetBlockStart: row.start - place.offsetPx,
                insetInlineStart: column * (cardWidthPx + gapPx),
              }}
            >
              {course ? <CourseCard course={course} /> : <CourseCardPlaceholder />}
            </li>
          )
        }),
      )}
    </ul>
  )
}
