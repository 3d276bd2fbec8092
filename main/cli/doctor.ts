/** `doctor FILE`: what is wrong with a blob, for a person and for CI. */
import type { BlobInfo } from '../../shared/document'
import type { Finding } from '../../shared/findings'
import { examineBlob, examineFile, repairsOf } from '../documents/doctor'
import { EditedFile, parseEdits } from '../documents/edit-file'
import { saveFile } from '../documents/save'
import { TORCH_VERSIONS, type TorchVersion } from '../state/dialect'
import { type Command, CommandError, DONE, FINDINGS } from './command'
import { about, blobPlace, blobTitle, chosenBlobs, isSameFile, openFile } from './open'
import { oneLine, write, writeJson } from './output'

export const doctor: Command = {
  operands: ['FILE'],
  options: {
    torch: { type: 'string' },
    blob: { type: 'string' },
    repair: { type: 'boolean' },
    output: { type: 'string', short: 'o' },
  },
  run({ operands, values, json }) {
    const path = operands[0] ?? ''
    const torch = torchVersion(values['torch'])
    const { repair, output } = values
    if ((repair === true) !== (typeof output === 'string'))
      throw new CommandError('--repair and -o OUT go together (usage: guardscope doctor FILE --repair -o OUT)')
    const { bytes, document } = openFile(path)
    const blobs = chosenBlobs(path, document.info.blobs, values['blob'])
    const examined = blobs.map((blob) => ({
      blob,
      findings: about(blobPlace(path, blob), () => examineBlob(document, blob.index, torch)),
    }))
    const [first] = blobs
    const around = first === undefined ? [] : about(path, () => examineFile(document, first.index))
    const several = blobs.length > 1
    if (json)
      writeJson({
        findings: [
          ...around.map((it) => asJson(it, null)),
          ...examined.flatMap((one) => one.findings.map((it) => asJson(it, several ? one.blob : null))),
        ],
      })
    else
      write(
        [
          ...(around.length === 0 ? [] : [asText(around, 'the file around its blobs')]),
          ...examined.map((one) => asText(one.findings, several || around.length > 0 ? blobTitle(one.blob) : '')),
        ].join('\n'),
      )
    if (typeof output === 'string') {
      const written = about(path, () => repaired(bytes, examined))
      saveFile(output, written, isSameFile(path, output) ? { opened: bytes, keepOriginal: true } : {})
      const mended = openFile(output).document
      return isBad(around) || blobs.some(({ index }) => isBad(examineBlob(mended, index, torch))) ? FINDINGS : DONE
    }
    return isBad(around) || examined.some(({ findings }) => isBad(findings)) ? FINDINGS : DONE
  },
}

const isBad = (findings: readonly Finding[]): boolean => findings.some(({ severity }) => severity !== 'note')

/** The file without the errors that can be mended. */
function repaired(
  bytes: Uint8Array,
  examined: readonly { readonly blob: BlobInfo; readonly findings: readonly Finding[] }[],
): Uint8Array {
  const file = new EditedFile(bytes)
  for (const { blob, findings } of examined) {
    const repairs = repairsOf(findings.filter(({ severity }) => severity === 'error'))
    if (repairs.length > 0) file.blob(blob.index).apply(parseEdits(repairs))
  }
  return file.encode()
}

/** `2.13`, `2.13.0` and `2.13.0+cpu` are one. */
export function torchVersion(option: unknown): TorchVersion | null {
  if (option === undefined) return null
  const short = /^(\d+\.\d+)(?:\.|\+|$)/.exec(String(option))?.[1]
  const known = TORCH_VERSIONS.find((version) => version === short)
  if (known === undefined)
    throw new CommandError(`--torch takes one of ${TORCH_VERSIONS.join(', ')}, not ${JSON.stringify(option)}`)
  return known
}

/** `blob`: the one of several that it is about. */
function asJson({ code, severity, guard, message, repair }: Finding, blob: BlobInfo | null): unknown {
  const repairable = repair.length > 0
  return {
    ...(blob === null ? {} : { blob: blob.index }),
    code,
    severity,
    guard,
    message,
    repairable,
    ...(repairable ? { repair } : {}),
  }
}

function asText(findings: readonly Finding[], title: string): string {
  const lines = findings.flatMap(({ code, severity, message, repair }) => [
    `${severity.padEnd(7)}  ${code}: ${oneLine(message)}`,
    ...repair.map((edit) => `         mended by ${JSON.stringify(edit)}`),
  ])
  const counted = (['error', 'warning', 'note'] as const).map((severity) => {
    const n = findings.filter((one) => one.severity === severity).length
    return `${n} ${severity}${n === 1 ? '' : 's'}`
  })
  return `${[...(title === '' ? [] : [`# ${title}`]), ...lines, counted.join(', ')].join('\n')}\n`
}
