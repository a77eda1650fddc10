import { Component, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

interface GuardProps {
  source: string
  children: ReactNode
}

/** A text that cannot be drawn is shown as it was written, with a word about it; everything around it goes on. */
export class MarkdownGuard extends Component<GuardProps, { failedOn: string | null }> {
  override state: { failedOn: string | null } = { failedOn: null }

  static getDerivedStateFromError(): { failedOn: string } {
    return { failedOn: '' }
  }

  override componentDidCatch(): void {
    this.setState({ failedOn: this.props.source })
  }

  override componentDidUpdate(): void {
    const { failedOn } = this.state
    if (failedOn !== null && failedOn !== '' && failedOn !== this.props.source)
      this.setState({ failedOn: null })
  }

  override render(): ReactNode {
    return this.state.failedOn === null ? this.props.children : <AsWritten source={this.props.source} />
  }
}

function AsWritten({ source }: { source: string }) {
  const { t } = useTranslation('markdown')
  return (
    <>
      <p role="alert" className="bx-not-drawn">
        {t('notDrawn')}
      </p>
      <pre className="bx-as-written">{source}</pre>
    </>
  )
}
