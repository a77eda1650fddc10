import { use } from 'react'
import type { Components, ExtraProps } from 'react-markdown'
import { t } from '../language/texts.ts'
import { Box } from './box.tsx'
import { CodeBlock } from './code-block.tsx'
import { LessonImage } from './lesson-image.tsx'
import { LessonLink } from './lesson-link.tsx'
import { MarkdownPlaceContext } from './markdown-place.ts'
import { Scrollable } from './scrollable.tsx'

type Node = NonNullable<ExtraProps['node']>

/** Which component draws which element. */
export const components: Components = {
  a: ({ href, children, className, id }) => (
    <LessonLink href={href} className={className} id={id}>
      {children}
    </LessonLink>
  ),
  img: ({ src, alt }) => <LessonImage src={typeof src === 'string' ? src : ''} alt={alt ?? ''} />,
  pre: ({ children, node }) => (
    <CodeBlock language={languageOf(node)} text={textOf(node)}>
      {children}
    </CodeBlock>
  ),
  table: ({ children }) => (
    <Scrollable label={t('markdown:table')} className="bx-table-frame">
      <table>{children}</table>
    </Scrollable>
  ),
  div: ({ node, children }) => {
    const name = property(node, 'dataBox')
    return name === null ? (
      <div>{children}</div>
    ) : (
      <Box name={name} title={property(node, 'dataTitle') ?? ''}>
        {children}
      </Box>
    )
  },
  span: ({ node, children, ...rest }) => {
    const blank = property(node, 'dataBlank')
    return blank === null ? <span {...rest}>{children}</span> : <Blank index={Number(blank)} />
  },
  input: ({ checked }) => (
    <input
      type="checkbox"
      checked={checked === true}
      disabled
      aria-label={checked ? t('markdown:task.done') : t('markdown:task.open')}
    />
  ),
}

function Blank({ index }: { index: number }) {
  return use(MarkdownPlaceContext).renderBlank?.(index) ?? '___'
}

function property(node: Node | undefined, name: string): string | null {
  const value = node?.properties[name]
  return typeof value === 'string' ? value : null
}

/** From the class that Markdown puts on the code inside (`language-bash`). */
function languageOf(pre: Node | undefined): string | null {
  const [code] = pre?.children ?? []
  const names = code?.type === 'element' ? code.properties.className : undefined
  if (!Array.isArray(names)) return null
  const name = names.map(String).find((each) => each.startsWith('language-'))
  return name?.slice('language-'.length) ?? null
}

function textOf(node: Node | Node['children'][number] | undefined): string {
  if (!node) return ''
  if (node.type === 'text') return node.value
  return 'children' in node ? node.children.map(textOf).join('') : ''
}
