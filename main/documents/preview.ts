/** Answers what is asked while an edit is being made: what it would come to, and whether what is typed can be read. */
import type { EditPreview, ExpressionProblem, ReadLiteral } from '../../shared/preview'
import { problemsOf } from '../engine/edit/expression-problems'
import { readLiteral, writeLiteral } from '../engine/literal'
import type { GuardDocument } from './document'
import { EditPreviews } from './preview-edits'
import type { Questions } from './protocol'
import { factsFor } from './tables'

type Asked = {
  readonly [Q in 'previewEdits' | 'parseExpressions' | 'parseLiteral' | 'literalAt']: {
    readonly question: Q
  } & Questions[Q]['ask']
}[keyof Pick<Questions, 'previewEdits' | 'parseExpressions' | 'parseLiteral' | 'literalAt'>]
type Answer = EditPreview | readonly (ExpressionProblem | null)[] | ReadLiteral | string | null

const previews = new WeakMap<GuardDocument, EditPreviews>()

export function answerPreview(document: GuardDocument, asked: Asked): Answer {
  switch (asked.question) {
    case 'previewEdits': {
      const ofDocument = previews.get(document) ?? new EditPreviews(document)
      previews.set(document, ofDocument)
      return ofDocument.preview(asked.blob, asked.edits, asked.scenarios, asked.options)
    }
    case 'parseExpressions':
      return problemsOf(document.tree(asked.blob), document.graph(asked.blob).pickle, factsFor, asked.exprs)
    case 'parseLiteral':
      return readLiteral(asked.text)
    case 'literalAt': {
      const node = document.nodes(asked.blob)[asked.node]
      const expected = node !== undefined && 'leaf' in node ? node.leaf.expected : null
      const { builder } = document.tree(asked.blob)
      return expected?.kind === 'equals' ? writeLiteral(builder.repr(expected.value)) : null
    }
  }
}
