/** Holds a view that broke: the tabs and the other views go on. */
import { Component } from 'react'
import type { ReactNode } from 'react'
import { problemOf } from '../../shared/problems'
import { ServicesContext } from '../components/services'

interface ErrorBoundaryState {
  readonly message: string | null
}

export class ErrorBoundary extends Component<{ readonly children: ReactNode }, ErrorBoundaryState> {
  static override contextType = ServicesContext
  declare context: React.ContextType<typeof ServicesContext>
  override state: ErrorBoundaryState = { message: null }

  static getDerivedStateFromError(error: unknown): ErrorBoundaryState {
    return { message: error instanceof Error ? error.message : String(error) }
  }

  override componentDidCatch(error: unknown): void {
    void this.context?.api.noteProblem(problemOf('page', 'view', error))
  }

  override render(): ReactNode {
    if (this.state.message === null) return this.props.children
    return (
      <div className="opening">
        <div className="opening-card failed" role="alert">
          <h2>This view stopped working</h2>
          <p className="error-line">{this.state.message}</p>
          <button type="button" className="button" onClick={() => this.setState({ message: null })}>
            Show it again
          </button>
        </div>
      </div>
    )
  }
}
